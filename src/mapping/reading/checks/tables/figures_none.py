"""A table of figures holds at least one."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.faults import Fault
from mapping.reading.registry import rule
from mapping.reading.tables.draft import TableDraft
from mapping.reading.tables.roles import VALUE


@rule("figures_none", section="4.16", on=TableDraft)
def figures_none(draft: TableDraft) -> Iterator[Fault]:
    """A table of figures holds at least one."""
    figure = VALUE.get(draft.raw.table.name)
    is_told = bool(draft.content.repeated or draft.content.alone)  # why they are none is told by rules of their own
    if figure is not None and not is_told and not any(draft.content.records.cells[figure]):
        yield Fault(draft.file, details={"rows": str(draft.content.rows)})
