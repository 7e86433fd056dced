"""An indicator's code stands in indicators.csv."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.model.schemas import INDICATOR, Form
from mapping.reading.faults import Fault, form_faults
from mapping.reading.raw import RawDataset
from mapping.reading.registry import rule


@rule("indicator_unknown")
def indicator_unknown(dataset: RawDataset) -> Iterator[Fault]:
    """An indicator's code stands in indicators.csv."""
    if INDICATOR.name in dataset.tables:
        known = set(dataset.tables[INDICATOR.name].cells["code"].distinct)
        yield from form_faults(dataset, (Form.INDICATOR,), lambda text: text not in known)
