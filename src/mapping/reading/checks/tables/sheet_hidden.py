"""A hidden sheet with figures is left out when a person agrees."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.faults import Fault
from mapping.reading.registry import Severity, rule
from mapping.reading.tables.draft import TableDraft


@rule("sheet_hidden", Severity.ASK, section="4.17", on=TableDraft)
def sheet_hidden(draft: TableDraft) -> Iterator[Fault]:
    """A hidden sheet with figures is left out when a person agrees."""
    for name in draft.hidden:
        if draft.left_out.get(name):
            yield Fault(draft.file, value=name, details={"figures": str(draft.left_out[name]), "sheet": name})
