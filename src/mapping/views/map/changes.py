"""The map of what changed between two snapshots: which areas a kind of change concerns, and what is told of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

import pandas as pd

from mapping.model import wording
from mapping.model.locale import Lang, text
from mapping.model.periods import Quarter
from mapping.model.vocabulary import Category, Group
from mapping.store import Snapshot
from mapping.store.kept import kept_of_two
from mapping.views.difference import ChangeKind, Difference, compare_snapshots, with_names
from mapping.views.map.palettes import Theme, diverging

LINES_TOLD = 6
_LONGEST = 90
_GRAVITY = {str(category): place for place, category in enumerate((Category.GREEN, Category.YELLOW, Category.RED))}
_SIGNS = {"up": "▲", "down": "▼", "mixed": "◆", "worse": "▲", "better": "▼", "other": "◆", "there": "●"}
_MIXED = {"light": "#8a6bbf", "dark": "#b9a2e8"}


class Mark(StrEnum):
    """What became of an area. `mixed`: some figures up and some down, or a figure appeared or vanished."""

    SAME = "same"
    UP = "up"
    DOWN = "down"
    MIXED = "mixed"
    WORSE = "worse"
    BETTER = "better"
    OTHER = "other"
    THERE = "there"

    @property
    def sign(self) -> str:
        """The sign written into an area; empty where nothing changed."""
        return _SIGNS.get(str(self), "")

    def colour(self, theme: Theme) -> str:
        """The colour of the area."""
        less, middle, more = diverging(3, theme)
        given = {Mark.SAME: middle, Mark.UP: more, Mark.WORSE: more, Mark.DOWN: less, Mark.BETTER: less}
        return given.get(self, _MIXED[theme])


_NUMBERS = (Mark.SAME, Mark.UP, Mark.DOWN, Mark.MIXED)
_MARKS = {
    ChangeKind.FIGURES: _NUMBERS,
    ChangeKind.POPULATION: _NUMBERS,
    ChangeKind.CATEGORIES: (Mark.SAME, Mark.WORSE, Mark.BETTER, Mark.OTHER),
}


@kept_of_two(most=8)
def difference(before: Snapshot, after: Snapshot) -> Difference:
    """What changed, found once for all who look at it."""
    return compare_snapshots(before, after)


def marks_of(kind: ChangeKind) -> tuple[Mark, ...]:
    """The marks that areas can have in the map of a kind, the one of unchanged areas first."""
    return _MARKS.get(kind, (Mark.SAME, Mark.THERE))


def drawn_before(kind: ChangeKind) -> bool:
    """Whether the map shows the areas of the earlier snapshot: those that are gone are only there."""
    return kind in {ChangeKind.AREAS_GONE, ChangeKind.AREAS_SPLIT}


def area_marks(found: Difference, kind: ChangeKind) -> pd.Series:
    """Code to mark of every area that a kind of change concerns."""
    frame = found.tables[kind]
    if kind is ChangeKind.CATEGORIES:
        latest = frame.drop_duplicates("area").set_index("area")
        was, now = (latest[f"category_{side}"].map(_GRAVITY).astype("float64") for side in ("before", "after"))
        return _by_sign(now - was, Mark.WORSE, Mark.BETTER, Mark.OTHER)
    if "difference" in frame:
        by_area = frame["difference"].astype("Float64").groupby(frame["area"])
        low, high, known = by_area.min(), by_area.max(), by_area.count() == by_area.size()
        clear = known & ((low > 0) | (high < 0)).fillna(value=False)
        return _by_sign(low.where(clear), Mark.UP, Mark.DOWN, Mark.MIXED)
    return pd.Series(str(Mark.THERE), index=frame["area"].unique(), dtype="object")


def _by_sign(numbers: pd.Series, above: Mark, below: Mark, neither: Mark) -> pd.Series:
    marks = pd.Series(str(neither), index=numbers.index, dtype="object")
    marks[(numbers > 0).fillna(value=False).astype(bool)] = str(above)
    marks[(numbers < 0).fillna(value=False).astype(bool)] = str(below)
    return marks


def class_string(marks: pd.Series, kind: ChangeKind, codes: pd.Index) -> str:
    """One character per area drawn: the place of its mark in `marks_of`."""
    places = {str(mark): str(place) for place, mark in enumerate(marks_of(kind))}
    return "".join(places[mark] for mark in marks.reindex(codes).fillna(str(Mark.SAME)))


def area_lines(found: Difference, kind: ChangeKind, lang: Lang) -> Mapping[str, list[str]]:
    """Code to the lines that a tooltip tells of an area, `LINES_TOLD` at most and how many more there are."""
    lines: dict[str, list[str]] = {}
    for code, line in _lines(with_names(found, kind, lang), kind, lang):
        lines.setdefault(code, []).append(line)
    return {code: _shortened(told) for code, told in lines.items()}


def _shortened(lines: list[str]) -> list[str]:
    more = len(lines) - LINES_TOLD
    return lines if more <= 0 else [*lines[:LINES_TOLD], f"… +{more}"]


def _lines(frame: pd.DataFrame, kind: ChangeKind, lang: Lang) -> Iterator[tuple[str, str]]:
    rows: list[dict[str, Any]] = [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
    for row in rows:
        yield row["area"], _line(row, kind, lang)


def _line(row: Mapping[str, Any], kind: ChangeKind, lang: Lang) -> str:
    match kind:
        case ChangeKind.FIGURES | ChangeKind.POPULATION:
            return _revision(row, lang)
        case ChangeKind.CATEGORIES:
            return " → ".join(_category(row, side, lang) for side in ("before", "after"))
        case ChangeKind.AREAS_ADDED | ChangeKind.AREAS_GONE | ChangeKind.AREAS_SPLIT:
            further = row.get("came_from") or row.get("parts")
            return text(f"changes.{kind}", lang) + (f": {further}" if further else "")
        case _:
            words = str(row["text"])
            return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"


def _category(row: Mapping[str, Any], side: str, lang: Lang) -> str:
    code = row[f"category_{side}"]
    return f"{text(f'category.{code}', lang) if code else wording.NOTHING} ({row[f'year_{side}']})"


def _revision(row: Mapping[str, Any], lang: Lang) -> str:
    """`Theft, Q4 2025: 8 → 15 (+7)`."""
    before, after, change = (
        wording.number(None if pd.isna(row[name]) else row[name], lang, signed=name == "difference")
        for name in ("before", "after", "difference")
    )
    what = [row["indicator_name"]] if "indicator_name" in row else []
    group = [] if row["group"] == Group.ALL else [text(f"group.{row['group']}", lang)]
    when = wording.quarter(Quarter.parse(row["period"]), lang) if "period" in row else str(row["year"])
    return f"{', '.join([*what, *group, when])}: {before} → {after} ({change})"
