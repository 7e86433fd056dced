"""Every area of the parent has figures, or a row that says that there are none."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.model.kinds import FileKind
from mapping.reading.faults import Fault
from mapping.reading.registry import Severity, rule
from mapping.reading.tables.draft import TableDraft

_COMPLETE = (FileKind.STATISTICS, FileKind.POPULATION, FileKind.CATEGORIES)
_SHOWN = 5


@rule("area_without_figures", Severity.SHOULD, section="6.1", on=TableDraft)
def area_without_figures(draft: TableDraft) -> Iterator[Fault]:
    """Every area of the parent has figures, or a row that says that there are none."""
    found = set(filter(None, draft.matches.codes))
    parent = draft.parent or _common_region(found)
    if draft.kind not in _COMPLETE or parent is None:
        return
    absent = [area for area in draft.reference.within(draft.level, parent) if area.code not in found]
    if absent:
        shown = ", ".join(f"{area.name} ({area.code})" for area in absent[:_SHOWN])
        yield Fault(draft.file, value=shown, details={"count": str(len(absent))})


def _common_region(codes: set[str]) -> str | None:
    regions = {code[:4] for code in codes}
    return regions.pop() if len(regions) == 1 else None
