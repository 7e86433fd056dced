"""A sheet that holds figures is read, or a person says that it is not to be."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.reading.faults import Fault
from mapping.reading.registry import Severity, rule
from mapping.reading.tables.draft import TableDraft


@rule("sheet_figures_left", Severity.ASK, section="4.1", on=TableDraft)
def sheet_figures_left(draft: TableDraft) -> Iterator[Fault]:
    """A sheet that holds figures is read, or a person says that it is not to be."""
    for name, figures in draft.left_out.items():
        if figures and name not in draft.hidden:
            yield Fault(draft.file, value=name, details={"figures": str(figures), "sheet": name})
