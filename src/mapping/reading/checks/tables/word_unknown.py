"""An indicator, factor, sector, agency or post is a name that is known, or a code of Latin letters and digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mapping.model.schemas import Form
from mapping.reading.faults import Fault
from mapping.reading.registry import rule
from mapping.reading.tables.draft import TableDraft

CODE = re.compile(r"[A-Za-z0-9_]{1,64}", re.ASCII)


@rule("word_unknown", section="5.4", on=TableDraft)
def word_unknown(draft: TableDraft) -> Iterator[Fault]:
    """An indicator, factor, sector, agency or post is a name that is known, or a code of Latin letters and digits."""
    for column, cells in draft.raw.columns(Form.TERM, Form.INDICATOR):
        for record in cells.where(lambda text: text != "" and CODE.fullmatch(text) is None):
            place = draft.places[int(record)]
            yield draft.fault_at(place, draft.heading(column.name, place), cells[record])
