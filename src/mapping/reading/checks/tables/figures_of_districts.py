"""Figures are told by mahalla where mahallas are known: districts and the region are summed from them."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.model.levels import Level
from mapping.reading.faults import Fault
from mapping.reading.registry import Severity, rule
from mapping.reading.tables.draft import TableDraft


@rule("figures_of_districts", section="4.11", on=TableDraft)
def figures_of_districts(draft: TableDraft) -> Iterator[Fault]:
    """Figures are told by mahalla: districts and the region are summed from them."""
    if _is_wide(draft) and _has_mahallas(draft):
        yield _whole(draft)


@rule("figures_above_mahallas", Severity.SHOULD, section="4.11", on=TableDraft)
def figures_above_mahallas(draft: TableDraft) -> Iterator[Fault]:
    """Before they can be published, figures are told by mahalla."""
    if _is_wide(draft) and not _has_mahallas(draft):
        yield _whole(draft)


def _is_wide(draft: TableDraft) -> bool:
    return not draft.mixed and draft.level is not Level.MAHALLA


def _has_mahallas(draft: TableDraft) -> bool:
    codes = tuple({code for code in draft.matches.codes if code})
    known = draft.reference.areas.values()
    return any(area.level is Level.MAHALLA and area.code.startswith(codes) for area in known) if codes else False


def _whole(draft: TableDraft) -> Fault:
    return Fault(draft.file, None, draft.area_column or None, None, {"level": str(draft.level)})
