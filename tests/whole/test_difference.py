"""What changed between two snapshots of the tiny dataset: every answer worked out by hand."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from mapping.cli.app import app
from mapping.model.locale import Lang, text
from mapping.publishing import publish
from mapping.store import Snapshot, list_snapshots, open_snapshot
from mapping.views.difference import COLUMNS, ChangeKind, Difference, compare_snapshots, with_names

Edit = Callable[[Path], None]
SPLIT = "1710212004"  # the square from 66.3 E 38.0 N to 66.4 E 38.1 N
WEST, EAST = "1710212014", "1710212024"


def replaced(file: str, old: str, new: str) -> Edit:
    """Exchange one place of a file."""

    def edit(folder: Path) -> None:
        path = folder / file
        written = path.read_text(encoding="utf-8")
        assert old in written
        path.write_text(written.replace(old, new, 1), encoding="utf-8")

    return edit


def added(file: str, row: str) -> Edit:
    """Add a row to a file."""

    def edit(folder: Path) -> None:
        with (folder / file).open("a", encoding="utf-8") as target:
            target.write(row + "\n")

    return edit


def split_last_mahalla(folder: Path) -> None:
    """Cut the last mahalla into a western and an eastern half, with codes of their own."""
    path = folder / "geo" / "mahallas.geojson"
    document = json.loads(path.read_text(encoding="utf-8"))
    old = document["features"].pop()
    assert old["properties"]["code"] == SPLIT
    # The lower edge is the district's own: it has points only at whole units, so the cut goes from corner to corner.
    south_west, south_east, north_east, north_west = [66.3, 38.0], [66.4, 38.0], [66.4, 38.1], [66.3, 38.1]
    halves = {WEST: [south_west, north_east, north_west], EAST: [south_west, south_east, north_east]}
    for code, corners in halves.items():
        shape = {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}
        document["features"].append({**old, "properties": old["properties"] | {"code": code}, "geometry": shape})
    path.write_text(json.dumps(document), encoding="utf-8")
    for name in ("statistics", "population"):
        table = folder / "data" / f"{name}.csv"
        table.write_text(table.read_text(encoding="utf-8").replace(SPLIT, WEST), encoding="utf-8")


@pytest.fixture
def compare(tiny_dataset: Path, tiny_snapshot: Snapshot, tmp_path: Path) -> Callable[..., Difference]:
    """The difference between the tiny dataset and an edited copy."""

    def make(*edits: Edit) -> Difference:
        for name in ("geo", "data"):
            shutil.copytree(tiny_dataset / name, tmp_path / name)
        for edit in edits:
            edit(tmp_path)
        publish(tmp_path / "geo", tmp_path / "data", tmp_path / "home", derive=())
        return compare_snapshots(tiny_snapshot, open_snapshot(tmp_path / "home"))

    return make


def rows(found: Difference, kind: ChangeKind, *columns: str) -> list[tuple[object, ...]]:
    """The rows of a table; missing as None."""
    frame = found.tables[kind][[*columns]].astype("object")
    return [tuple(None if pd.isna(one) else one for one in row) for row in frame.itertuples(index=False)]


def test_the_same_snapshot_has_no_change(tiny_snapshot: Snapshot) -> None:
    found = compare_snapshots(tiny_snapshot, tiny_snapshot)
    assert found.is_empty
    assert {kind: dict(frame.dtypes.astype(str)) for kind, frame in found.tables.items()} == {
        kind: dict(columns) for kind, columns in COLUMNS.items()
    }


def test_revised_figures_stand_with_the_largest_first_and_appeared_ones_last(
    compare: Callable[..., Difference],
) -> None:
    found = compare(
        replaced(
            "data/statistics.csv", "1710207001,2024Q1,crime_total,all,1\n", "1710207001,2024Q1,crime_total,all,3\n"
        ),
        replaced(
            "data/statistics.csv", "1710212003,2025Q4,crime_total,all,14\n", "1710212003,2025Q4,crime_total,all,4\n"
        ),
        replaced(
            "data/statistics.csv", "1710207002,2024Q1,crime_total,all,2\n", "1710207002,2024Q1,crime_total,all,\n"
        ),
        replaced(
            "data/statistics.csv", "1710212004,2025Q3,crime_total,all,\n", "1710212004,2025Q3,crime_total,all,0\n"
        ),
        added("data/statistics.csv", "1710207001,2026Q1,crime_total,all,9"),
        replaced("data/population.csv", "1710207001,2024,all,1000\n", "1710207001,2024,all,900\n"),
    )
    assert rows(found, ChangeKind.FIGURES, "area", "period", "indicator", "group", "before", "after", "difference") == [
        ("1710212003", "2025Q4", "crime_total", "all", 14, 4, -10),
        ("1710207001", "2024Q1", "crime_total", "all", 1, 3, 2),
        ("1710207002", "2024Q1", "crime_total", "all", 2, None, None),
        ("1710212004", "2025Q3", "crime_total", "all", None, 0, None),
    ]
    assert found.periods_added == ("2026Q1",)
    assert rows(found, ChangeKind.POPULATION, "area", "year", "group", "difference") == [
        ("1710207001", 2024, "all", -100)
    ]
    assert sum(found.counts.values()) == 5


def test_a_row_that_was_not_there_is_a_figure_that_appeared(compare: Callable[..., Difference]) -> None:
    found = compare(added("data/statistics.csv", "1710212004,2025Q4,crime_total,all,0"))
    assert rows(found, ChangeKind.FIGURES, "area", "before", "after") == [("1710212004", None, 0)]


def test_a_split_area_is_gone_its_parts_are_new_and_come_from_it(compare: Callable[..., Difference]) -> None:
    found = compare(split_last_mahalla)
    assert rows(found, ChangeKind.AREAS_ADDED, "area", "level", "parent", "came_from") == [
        (WEST, "mahalla", "1710212", SPLIT),
        (EAST, "mahalla", "1710212", SPLIT),
    ]
    assert rows(found, ChangeKind.AREAS_GONE, "area", "level", "parent") == [(SPLIT, "mahalla", "1710212")]
    assert rows(found, ChangeKind.AREAS_SPLIT, "area", "parts") == [(SPLIT, f"{WEST} {EAST}")]
    assert found.counts[ChangeKind.FIGURES] == 0  # the figures of another area are not revised ones


def test_categories_of_a_year_of_both_and_from_last_year_to_last_year(compare: Callable[..., Difference]) -> None:
    found = compare(
        replaced("data/categories.csv", "1710207001,2024,red", "1710207001,2024,yellow"),
        added("data/categories.csv", "1710207002,2026,green"),
    )
    told = rows(found, ChangeKind.CATEGORIES, "area", "year_before", "category_before", "year_after", "category_after")
    assert told[:3] == [
        ("1710207001", 2025, "red", 2026, ""),
        ("1710207001", 2024, "red", 2024, "yellow"),
        ("1710207002", 2025, "yellow", 2026, "green"),
    ]
    assert len(told) == 3 + 5  # the other five with a category in 2025 have none in 2026


def test_measures_added_gone_done_and_newly_overdue_on_each_snapshots_day(compare: Callable[..., Difference]) -> None:
    """M3 is overdue in both. M4 is due on 31 March; on 1 April it is overdue. M2 is taken off, M6 is new and done."""
    m2 = "M2,1710207001,2025Q4,=SUM(A1:A9),jobless,unemployed,sector_1,hokim_assistant,iib,deputy,iib,head,2025-12-20,done,100,2025-12-25,\n"
    m6 = "M6,1710207002,2026Q1,Suhbat,alcohol,all,sector_1,chair,iib,deputy,iib,head,2026-02-01,done,100,2026-01-30,"
    m7 = "M7,1710207002,2026Q1,Suhbat,alcohol,all,sector_1,chair,iib,deputy,iib,head,2026-03-30,planned,0,,"
    found = compare(
        replaced("data/measures.csv", m2, ""),
        added("data/measures.csv", m6),
        added("data/measures.csv", m7),
        replaced("data/dataset.toml", "2026-01-15", "2026-04-01"),
    )
    assert rows(found, ChangeKind.MEASURES_ADDED, "id", "status_before", "status_after") == [
        ("M6", "", "done"),
        ("M7", "", "planned"),
    ]
    assert rows(found, ChangeKind.MEASURES_GONE, "id", "status_before", "status_after") == [("M2", "done", "")]
    assert rows(found, ChangeKind.MEASURES_DONE, "id") == [("M6",)]
    assert rows(found, ChangeKind.MEASURES_OVERDUE, "id", "days_overdue") == [("M7", 2), ("M4", 1)]


def test_the_way_back_turns_every_revision_round(
    compare: Callable[..., Difference], tiny_snapshot: Snapshot, tmp_path: Path
) -> None:
    there = compare(
        replaced(
            "data/statistics.csv", "1710207001,2024Q1,crime_total,all,1\n", "1710207001,2024Q1,crime_total,all,3\n"
        ),
        split_last_mahalla,
    )
    back = compare_snapshots(open_snapshot(tmp_path / "home"), tiny_snapshot)
    assert list(back.tables[ChangeKind.FIGURES]["difference"]) == [-2]
    assert list(back.tables[ChangeKind.AREAS_ADDED]["area"]) == list(there.tables[ChangeKind.AREAS_GONE]["area"])
    assert back.counts[ChangeKind.AREAS_SPLIT] == 0  # two became one


def test_under_keeps_what_lies_inside_an_area(compare: Callable[..., Difference]) -> None:
    found = compare(
        replaced("data/categories.csv", "1710207001,2024,red", "1710207001,2024,yellow"),
        replaced("data/categories.csv", "1710212001,2024,red", "1710212001,2024,yellow"),
    )
    assert found.counts[ChangeKind.CATEGORIES] == 2
    assert list(found.under("1710212").tables[ChangeKind.CATEGORIES]["area"]) == ["1710212001"]


@pytest.mark.parametrize("lang", list(Lang))
def test_every_table_names_its_areas_also_those_that_are_gone(compare: Callable[..., Difference], lang: Lang) -> None:
    found = compare(split_last_mahalla)
    for kind in ChangeKind:
        columns = set(with_names(found, kind, lang))
        assert {"area_name", "parent_name"} <= columns or {"mahalla_name", "district_name"} <= columns
    assert with_names(found, ChangeKind.AREAS_GONE, lang)["area_name"].tolist() == ["Mahalla 8"]


def test_diff_is_printed_and_written(tiny_dataset: Path, tmp_path: Path) -> None:
    home, edited = tmp_path / "home", tmp_path / "edited"
    shutil.copytree(tiny_dataset, edited)
    publish(tiny_dataset / "geo", tiny_dataset / "data", home, derive=())
    replaced("data/statistics.csv", "1710207001,2024Q1,crime_total,all,1\n", "1710207001,2024Q1,crime_total,all,3\n")(
        edited
    )
    replaced("data/dataset.toml", "2026-01-15", "2026-04-01")(edited)
    publish(edited / "geo", edited / "data", home, derive=())
    first, second = (one.id for one in list_snapshots(home))
    run = CliRunner().invoke(
        app,
        ["snapshots", "diff", first, second, "--home", str(home), "--lang", "en",
         "--csv", str(tmp_path / "csv"), "--json", str(tmp_path / "diff.json")],
    )  # fmt: skip
    assert run.exit_code == 0
    assert f"{text('changes.figures', Lang.EN)}: 1" in run.output
    assert {path.stem for path in (tmp_path / "csv").iterdir()} == {str(kind) for kind in ChangeKind}
    written = (tmp_path / "csv" / "figures.csv").read_text(encoding="utf-8-sig").splitlines()
    assert (
        written[1] == f"1710207001;Mahalla 1;Guzar district;2024Q1;crime_total;Crimes, total;All;1;3;2;{first};{second}"
    )
    document = json.loads((tmp_path / "diff.json").read_text(encoding="utf-8"))
    assert document["counts"]["figures"] == 1
    assert document["tables"]["measures_overdue"][0]["deadline"] == "2026-03-31"


def test_diff_with_an_unknown_snapshot_is_refused(tiny_home: Path) -> None:
    known = list_snapshots(tiny_home)[0].id
    run = CliRunner().invoke(app, ["snapshots", "diff", known, "20200101-00000000", "--home", str(tiny_home)])
    assert run.exit_code == 1
    assert "20200101-00000000" in run.output
