"""A code of an indicator, factor, sector, agency or post that the product does not ship is told: the lists must name it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mapping.model.schemas import Form
from mapping.reading.checks.tables.word_unknown import CODE
from mapping.reading.faults import Fault
from mapping.reading.registry import Severity, rule
from mapping.reading.tables.draft import TableDraft
from mapping.reading.tables.words import meaning


@rule("code_new", Severity.SHOULD, section="5.4", on=TableDraft)
def code_new(draft: TableDraft) -> Iterator[Fault]:
    """A code of an indicator, factor, sector, agency or post that the product does not ship is told: the lists must name it."""
    for column, cells in draft.raw.columns(Form.TERM, Form.INDICATOR):
        section = str(column.term) if column.term else "indicator"
        numbers, firsts = np.unique(cells.codes, return_index=True)
        for number, first in zip(numbers, firsts, strict=True):
            text = cells.distinct[number]
            if CODE.fullmatch(text) and meaning(section, text) is None:
                place = draft.places[first]
                yield draft.fault_at(place, draft.heading(column.name, place), text)
