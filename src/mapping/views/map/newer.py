"""Another snapshot is current than the one that is looked at: what pages and the presenter say of it, in words."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from mapping.model import wording
from mapping.model.locale import Lang, has_text, name_column, text
from mapping.model.periods import Period
from mapping.model.selection import Fallback
from mapping.model.vocabulary import Group, TermKind
from mapping.store import Damaged, NoSnapshot, Snapshot, current_id, read_manifest
from mapping.views.map.names import area_names, indicator_names

_WHAT = {"area": "newer.area", "sector": "measure.sector", "agency": "measure.agency"}
_TERMS = {"sector": TermKind.SECTOR, "agency": TermKind.AGENCY}


def newer_said(home: Path, looked_at: str, lang: Lang) -> str:
    """That another snapshot than the one looked at is current, in a sentence; empty while it is the same, or none."""
    current = current_id(home)
    if current is None or current == looked_at:
        return ""
    try:
        there = read_manifest(home, current)
    except NoSnapshot:
        logging.getLogger("riskmap").exception("the current snapshot cannot be told of")
        return ""
    days = {"own": wording.day(as_of(looked_at), lang), "day": wording.day(there.as_of, lang)}
    try:
        own = read_manifest(home, looked_at)
    except Damaged:
        return text("newer.damaged", lang, **days)
    except NoSnapshot:
        return text("newer.gone", lang, **days)
    order = "newer" if own.created < there.created else "earlier"
    return text(f"newer.{order}", lang, when=wording.moment(there.created, lang), **days)


def as_of(snapshot_id: str) -> date:
    """The day that a snapshot's figures stand at, as its id says."""
    return datetime.strptime(snapshot_id[:8], "%Y%m%d").date()


def lacking_said(lacking: Fallback, *, before: Snapshot | None, now: Snapshot, lang: Lang) -> str:
    """What a view had in one snapshot and has not in another. `before` has the names; None where it is gone itself."""
    if lacking.parameter == "snapshot":
        days = {"own": wording.day(as_of(lacking.given), lang), "day": wording.day(now.as_of, lang)}
        return text("newer.removed", lang, **days)
    key = _WHAT.get(lacking.parameter, f"control.{lacking.parameter}")
    what = text(key, lang) if has_text(key) else lacking.parameter
    given, used = (
        _word(one, lacking.parameter, code, lang) for one, code in ((before, lacking.given), (now, lacking.used))
    )
    return text("newer.lacks", lang, what=what, given=given, used=used)


def _word(snapshot: Snapshot | None, parameter: str, code: str, lang: Lang) -> str:
    """A code of a link as people read it; as it is where nothing names it."""
    if parameter == "period":
        with suppress(ValueError):
            return wording.period(Period.parse(code), lang)
    if parameter == "group" and code in list(Group):
        return text(f"group.{code}", lang)
    if parameter in _TERMS and code == "-":  # how a link writes that nothing is chosen
        return text("measure.any", lang)
    return _names(snapshot, parameter, lang).get(code, code) if snapshot else code


def _names(snapshot: Snapshot, parameter: str, lang: Lang) -> dict[str, str]:
    match parameter:
        case "area":
            return area_names(snapshot, lang)
        case "indicator":
            return indicator_names(snapshot, lang)
        case "sector" | "agency":
            return {str(code): str(name) for code, name in snapshot.terms(_TERMS[parameter])[name_column(lang)].items()}
    return {}
