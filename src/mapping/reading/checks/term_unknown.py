"""A code of an open list stands in terms.csv under its kind."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.model.schemas import TERM, Form
from mapping.reading.faults import Fault, cell_faults, outside
from mapping.reading.raw import RawDataset, RawTable
from mapping.reading.registry import rule


@rule("term_unknown")
def term_unknown(dataset: RawDataset) -> Iterator[Fault]:
    """A code of an open list stands in terms.csv under its kind."""
    if TERM.name not in dataset.tables:
        return
    known = _codes_by_kind(dataset.tables[TERM.name])
    for table in dataset.files:
        for column, _ in table.columns(Form.TERM):
            kind = str(column.term)
            yield from cell_faults(table, column.name, outside(known.get(kind, ())), {"kind": kind})


def _codes_by_kind(terms: RawTable) -> dict[str, set[str]]:
    known: dict[str, set[str]] = {}
    kinds, codes = terms.cells["kind"], terms.cells["code"]
    for position in range(len(terms.rows)):
        known.setdefault(kinds[position], set()).add(codes[position])
    return known
