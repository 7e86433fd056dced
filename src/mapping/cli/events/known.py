"""What events are held against: the areas, and the kinds that are known."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from mapping import store
from mapping.model.kinds import FileKind
from mapping.model.levels import Level, parent_of
from mapping.model.locale import Lang, name_column
from mapping.model.problems import Problem, Refused
from mapping.model.schemas import INDICATOR
from mapping.publishing import settled_codes
from mapping.reading.events import AreaNames, Kinds, Places
from mapping.reading.examination import examine_apart
from mapping.reading.files.limits import refuse
from mapping.reading.files.recognition import UNREADABLE
from mapping.reading.matching import shipped_reference
from mapping.reading.request import Request
from mapping.reading.tables.words import codes_of

_KINDS_COLUMNS = ["kind", "indicator"]
_SPELT = [name_column(lang) for lang in Lang]


def known(areas: Path | None, home: Path, level: Level, kinds: Path | None) -> tuple[Places, Kinds]:
    """The areas of a file or of the current snapshot; the snapshot's indicators, or those that the product knows.

    Raises Refused when a file is, or when there is no snapshot to count into; NoSnapshot when it is damaged.
    """
    snapshot = _snapshot(home)
    if areas is not None:
        places = _read_areas(areas, level, home)
    elif snapshot is None:
        raise Refused([Problem(str(home), "events_no_areas")])
    else:
        frame = snapshot.geometry(level)
        named = _names_of(snapshot.areas.reset_index(), level, home)
        places = Places(frame["code"].tolist(), frame.geometry.tolist(), named=named)
    indicators = pd.DataFrame() if snapshot is None else snapshot.indicators
    codes = list(indicators.index) or codes_of("indicator")
    words = {str(name): str(code) for column in _names(indicators) for code, name in indicators[column].items() if name}
    own = {} if kinds is None else _read_kinds(kinds, codes)
    return places, Kinds(codes, {**words, **own})


def _snapshot(home: Path) -> store.Snapshot | None:
    try:
        return store.open_snapshot(home)
    except store.NothingPublished:
        return None


def _names(indicators: pd.DataFrame) -> list[str]:
    return [name for name in INDICATOR.names if name.startswith("name_") and name in indicators]


def _read_areas(path: Path, level: Level, home: Path) -> Places:
    report = examine_apart(path, Request(FileKind.BOUNDARIES, level))
    if report.refused or report.frame is None:
        raise Refused(report.refused)
    frame = report.frame[report.frame["code"].notna()]
    if frame.empty or report.unmatched:
        rows = [Problem(path.name, "events_area_open", one.row, None, one.name) for one in report.unmatched]
        raise Refused(rows or [Problem(path.name, "events_no_areas")])
    spelt = {name: frame.get(name, "") for name in _SPELT}
    known = pd.DataFrame(frame.drop(columns=["geometry"])).assign(
        **spelt, parent=frame["code"].astype(str).map(parent_of)
    )
    known["name_uz_latn"] = known["name_uz_latn"].where(known["name_uz_latn"].astype(bool), known["name"])
    named = _names_of(known, level, home)
    return Places(frame["code"].astype(str).tolist(), frame["geometry"].tolist(), named=named)


def _names_of(areas: pd.DataFrame, level: Level, home: Path) -> AreaNames:
    """The areas by name, with the names that a person settled."""
    return AreaNames(Request(reference=shipped_reference().with_areas(areas), settled=settled_codes(home)), level)


def _read_kinds(path: Path, codes: list[str]) -> dict[str, str]:
    """What each kind means. Raises Refused for a row without both, or with an indicator that is not known."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            rows = [[cell.strip() for cell in row] for row in csv.reader(opened) if any(row)]
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise refuse(path.name, UNREADABLE, value=getattr(fault, "strerror", None) or str(fault)) from fault
    header, *entries = rows or [[]]
    if header != _KINDS_COLUMNS:
        raise refuse(path.name, "events_kinds_form", row=1, value=",".join(header), known=", ".join(codes))
    wrong = [
        Problem(path.name, "events_kinds_form", number, None, ",".join(row), {"known": ", ".join(codes)})
        for number, row in enumerate(entries, start=2)
        if len(row) != len(_KINDS_COLUMNS) or not row[0] or row[1] not in codes
    ]
    if wrong:
        raise Refused(wrong)
    return {row[0]: row[1] for row in entries}
