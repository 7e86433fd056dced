"""Rules over tables side by side, and what they say of a whole dataset."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from mapping.model.problems import Problem
from mapping.reading import read_dataset, warnings_of
from mapping.reading.examination import examine
from mapping.reading.figures import FigureTable
from mapping.reading.request import Request
from mapping.reading.together import find_together

DAY = date(2026, 1, 15)
POPULATION = "area,year,group,people\n1710229001,2025,all,100\n"
STATISTICS = "area,period,indicator,group,count\n1710229001,2025Q1,theft,all,60\n1710229001,2025Q2,theft,all,{second}\n"
ASSIGNMENTS = "area,agency,post\n1710229,prosecutor,d_prosecutor\n1710,prosecutor,{region}\n"
MEASURES = (
    "id,area,quarter,text,target_group,district_agency,district_post,region_agency,region_post,deadline,status\n"
    "M1,1710229001,2025Q1,Ish,all,prosecutor,d_prosecutor,prosecutor,r_prosecutor_deputy,2025-03-31,planned\n"
)


@pytest.fixture
def together(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Writes files, examines each, and looks at all of them side by side."""

    def found(**files: str) -> list[Problem]:
        tables: dict[str, FigureTable] = {}
        for name, content in files.items():
            (tmp_path / f"{name}.csv").write_text(content)
            report = examine(tmp_path / f"{name}.csv", Request(as_of=DAY))
            assert report.frame is not None and report.figures is not None, report.refused
            assert report.kind is not None
            tables[report.kind.table.name] = report.figures  # type: ignore[attr-defined]
        return find_together(tables, DAY)

    return found


class TestTogether:
    def test_a_years_cases_above_the_people(self, together) -> None:  # type: ignore[no-untyped-def]
        assert together(population=POPULATION, statistics=STATISTICS.format(second=40)) == []
        problems = together(population=POPULATION, statistics=STATISTICS.format(second=41))
        assert [(one.rule, one.row, one.value, one.details["people"]) for one in problems] == [
            ("count_above_population", 2, "101", "100")
        ]

    def test_a_post_that_is_not_assigned_in_the_region(self, together) -> None:  # type: ignore[no-untyped-def]
        assert together(assignments=ASSIGNMENTS.format(region="r_prosecutor_deputy"), measures=MEASURES) == []
        problems = together(assignments=ASSIGNMENTS.format(region="r_family_head"), measures=MEASURES)
        assert [(one.rule, one.row, one.column, one.value, one.details["area"]) for one in problems] == [
            ("post_not_assigned", 2, "region_post", "r_prosecutor_deputy", "Qashqadaryo viloyati (1710)")
        ]

    def test_the_population_is_measured_by_the_newest_figures(self, together) -> None:  # type: ignore[no-untyped-def]
        old = POPULATION.replace("2025", "2023")
        problems = together(population=old, statistics=STATISTICS.format(second=60))
        assert [(one.rule, one.value, one.details["needed"]) for one in problems] == [
            ("population_stale", "2023", "2025")
        ]

    def test_the_order_of_rows_does_not_matter(self, together) -> None:  # type: ignore[no-untyped-def]
        counts = [6, 7, 5, 6, 0, 64]
        lines = [f"1710229001,{2024 + n // 4}Q{n % 4 + 1},theft,all,{count}\n" for n, count in enumerate(counts)]
        head = STATISTICS.splitlines(keepends=True)[0]
        upright = together(statistics=head + "".join(lines))
        reversed_ = together(statistics=head + "".join(reversed(lines)))
        told = [{(one.rule, one.value, one.details["area"]) for one in found} for found in (upright, reversed_)]
        assert told[0] == told[1] == {("zero_sudden", "0", "1710229001"), ("jump_tenfold", "64", "1710229001")}


class TestDataset:
    def test_warnings_do_not_refuse_and_stand_at_their_rows(self, tiny_dataset: Path) -> None:
        dataset = read_dataset(tiny_dataset / "geo", tiny_dataset / "data")
        frame = dataset.tables["measure"]
        late = frame.assign(deadline=frame["deadline"] + pd.Timedelta(days=400))
        changed = type(dataset)(dataset.areas, {**dataset.tables, "measure": late}, dataset.info, dataset.sources)
        problems = [one for one in warnings_of(changed) if one.rule == "deadline_outside_quarter"]
        assert [one.row for one in problems] == [position + 2 for position in range(len(frame))]

    def test_the_demonstration_is_published_with_few_warnings(self) -> None:
        root = Path(__file__).parents[2]
        problems = warnings_of(read_dataset(root / "geo", root / "data"))
        assert {one.rule for one in problems} <= {
            "zero_sudden",
            "offences_rise_crimes_zero",
            "period_gap",
            "post_not_assigned",
        }
        assert len(problems) < 100
