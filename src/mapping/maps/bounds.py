"""The bounds of the classes of a view, in words."""

from __future__ import annotations

import math

from mapping import wording
from mapping.locale import Lang
from mapping.maps.view import View
from mapping.model.selection import Selection, Value

COUNTS = (Value.COUNT, Value.OVERDUE, Value.UNOWNED, Value.GAPS)
_DIGITS = {**dict.fromkeys(COUNTS, 0), Value.DONE: 0, Value.RISK: 2}


def class_bounds(selection: Selection, view: View, lang: Lang) -> list[str]:
    """The closed bounds of each class, the lowest value first, then edge to edge."""
    value, labels = selection.value, []
    for place, (low, high) in enumerate(zip([view.lowest, *view.edges], view.edges, strict=False)):
        labels.append(_written_class(value, low, high, lang, first=place == 0))
    return labels


def _written_class(value: Value, low: float, high: float, lang: Lang, *, first: bool) -> str:
    if math.isinf(high):
        return f"> {_written(value, low, lang)}"
    top = _written(value, high, lang)
    if first and low > high:
        return top if value.is_execution else f"≤ {top}"
    least = low + 1 if value in COUNTS and not first else low
    bottom = _written(value, least, lang)
    single = math.isnan(least) or least >= high or bottom == top
    return top if single else f"{bottom} {wording.EN_DASH} {top}"


def _written(value: Value, number: float, lang: Lang) -> str:
    if value is Value.PROBABILITY:
        share = number * 100
        return f"{wording.number(share, lang, digits=0 if share == round(share) else 1)} %"
    return wording.number(number, lang, digits=_DIGITS.get(value, 1), signed=value.is_change)
