"""The code of an indicator or a term is made of Latin letters, digits and underscores, at most 64 of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mapping.model.schemas import INDICATOR, TERM
from mapping.reading.faults import Fault, cell_faults
from mapping.reading.raw import RawDataset
from mapping.reading.registry import rule

_CODE = re.compile(r"[A-Za-z0-9_]{1,64}", re.ASCII)


@rule("short_code")
def short_code(dataset: RawDataset) -> Iterator[Fault]:
    """The code of an indicator or a term is made of Latin letters, digits and underscores, at most 64 of them."""
    for name in (INDICATOR.name, TERM.name):
        if name in dataset.tables:
            yield from cell_faults(
                dataset.tables[name], "code", lambda text: text != "" and _CODE.fullmatch(text) is None
            )
