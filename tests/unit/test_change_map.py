"""The map of changes: what mark an area has, and what is told of it; worked out by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from mapping.model.locale import Lang
from mapping.store import Snapshot
from mapping.views.difference import COLUMNS, ChangeKind, Difference
from mapping.views.difference.kinds import typed
from mapping.views.map import addresses
from mapping.views.map.changes import LINES_TOLD, Mark, area_lines, area_marks, class_string, marks_of
from mapping.web.kept import FOREVER
from tests.unit.test_routes import get

CODES = [f"17102070{number:02}" for number in range(1, 11)]


def found(kind: ChangeKind, rows: list[dict[str, Any]]) -> Difference:
    """A difference with rows of one kind; columns that are not given are empty."""
    empty = {one: typed(pd.DataFrame(columns=[*COLUMNS[one]]), one) for one in ChangeKind}
    frame = pd.DataFrame(rows, columns=[*COLUMNS[kind]])
    names = pd.DataFrame({"name_en": CODES, "parent": "1710207"}, index=CODES)
    indicators = pd.DataFrame({"name_en": ["Theft"]}, index=["crime_theft"])
    manifest: Any = SimpleNamespace(id="20260115-00000000", as_of=date(2026, 1, 15))
    return Difference(manifest, manifest, {**empty, kind: typed(frame, kind)}, names, indicators, ())


def revision(place: int, before: int | None, after: int | None) -> dict[str, Any]:
    """One figure that was revised."""
    known = before is not None and after is not None
    return {
        "area": CODES[place], "period": "2025Q4", "indicator": "crime_theft", "group": "all", "before": before,
        "after": after, "difference": after - before if known else None,
    }  # fmt: skip


def test_figures_all_up_all_down_both_ways_and_appeared() -> None:
    rows = [(0, 1, 3), (0, 1, 2), (1, 5, 4), (2, 1, 2), (2, 2, 1), (3, None, 4), (4, 4, None), (5, 1, 2), (5, None, 2)]
    marks = area_marks(found(ChangeKind.FIGURES, [revision(*row) for row in rows]), ChangeKind.FIGURES)
    assert marks[CODES[:6]].tolist() == ["up", "down", "mixed", "mixed", "mixed", "mixed"]


@pytest.mark.parametrize(
    ("before", "after", "mark"),
    [
        ("green", "yellow", Mark.WORSE), ("green", "red", Mark.WORSE), ("yellow", "green", Mark.BETTER),
        ("red", "green", Mark.BETTER), ("", "red", Mark.OTHER), ("green", "", Mark.OTHER),
    ],
)  # fmt: skip
def test_a_category_of_the_latest_year_decides(before: str, after: str, mark: Mark) -> None:
    rows = [
        {"area": CODES[0], "year_before": 2025, "category_before": before, "year_after": 2026, "category_after": after},
        {
            "area": CODES[0],
            "year_before": 2024,
            "category_before": "red",
            "year_after": 2024,
            "category_after": "yellow",
        },
    ]
    assert area_marks(found(ChangeKind.CATEGORIES, rows), ChangeKind.CATEGORIES)[CODES[0]] == mark


def test_every_area_that_a_measure_concerns_is_marked_once() -> None:
    rows = [{"id": f"M{place}", "area": CODES[place % 2], "text": "x"} for place in range(4)]
    assert area_marks(found(ChangeKind.MEASURES_DONE, rows), ChangeKind.MEASURES_DONE).to_dict() == dict.fromkeys(
        CODES[:2], "there"
    )


@pytest.mark.parametrize("kind", list(ChangeKind))
def test_without_a_change_every_area_is_unchanged(kind: ChangeKind) -> None:
    marks = area_marks(found(kind, []), kind)
    assert class_string(marks, kind, pd.Index(CODES)) == "0" * len(CODES)
    assert marks_of(kind)[0] is Mark.SAME


def test_classes_follow_the_order_of_the_areas_drawn() -> None:
    marks = area_marks(found(ChangeKind.FIGURES, [revision(1, 1, 2), revision(3, 2, 1)]), ChangeKind.FIGURES)
    assert class_string(marks, ChangeKind.FIGURES, pd.Index(CODES[:5])) == "01020"


def test_what_is_told_of_an_area_and_how_much_more_there_is() -> None:
    rows = [revision(0, 8, 15 + more) for more in range(LINES_TOLD + 2)] + [revision(1, None, 0)]
    lines = area_lines(found(ChangeKind.FIGURES, rows), ChangeKind.FIGURES, Lang.EN)
    assert lines[CODES[0]][0] == "Theft, Q4 2025: 8 → 15 (+7)"
    assert lines[CODES[0]][LINES_TOLD:] == ["… +2"]
    assert lines[CODES[1]] == ["Theft, Q4 2025: — → 0 (—)"]


def test_the_route_tells_nothing_of_a_snapshot_compared_with_itself(
    tiny_home: Path, tiny_snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(tiny_home))
    address = addresses.changes(tiny_snapshot.id, tiny_snapshot.id, str(ChangeKind.FIGURES), Lang.EN)
    answer = get(address)
    assert answer.data == {"codes": [], "columns": {"told": []}, "quotients": {}}
    assert answer.headers["cache-control"] == FOREVER
    for wrong in (
        address.replace("figures", "nothing"),
        address.replace(f"/{tiny_snapshot.id}/", "/20200101-00000000/", 1),
    ):
        assert get(wrong).status == 404
