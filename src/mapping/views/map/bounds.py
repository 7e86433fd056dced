"""The bounds of the classes of a view, in words."""

from __future__ import annotations

import math

from mapping.model import wording
from mapping.model.locale import Lang
from mapping.model.selection import Selection, Value
from mapping.views.map.view import View

COUNTS = (Value.COUNT, Value.OVERDUE, Value.UNOWNED, Value.GAPS)
_FIGURES = {
    **dict.fromkeys(COUNTS, "count"), Value.DONE: "share", Value.RATE: "rate", Value.RISK: "rr", Value.PROBABILITY: "p_raised",
    **dict.fromkeys((Value.CHANGE, Value.CHANGE_YEAR), "rate_difference"),
}  # fmt: skip


def figure_of(value: Value) -> str:
    """The figure that a value colours areas by, where it is a number: its column in the table of a view."""
    return _FIGURES[value]


def class_bounds(selection: Selection, view: View, lang: Lang) -> list[str]:
    """The closed bounds of each class, the lowest value first, then edge to edge; of counts the whole numbers in it.

    A class without whole numbers has a dash.
    """
    value, labels = selection.value, []
    for place, (low, high) in enumerate(zip([view.lowest, *view.edges], view.edges, strict=False)):
        labels.append(_written_class(value, low, high, lang, first=place == 0))
    return labels


def difference_bounds(selection: Selection, view: View, lang: Lang) -> list[str]:
    """The same for the view of a difference: with their signs."""
    return [
        _signed_class(selection.value, low, high, lang, first=place == 0)
        for place, (low, high) in enumerate(zip([view.lowest, *view.edges], view.edges, strict=False))
    ]


def _within(value: Value, low: float, high: float, *, first: bool) -> tuple[float, float]:
    """The least and the greatest that a class may hold; the first one holds its lower end too."""
    if value not in COUNTS or math.isinf(high):
        return low, high
    return (low if first else math.floor(low) + 1), math.floor(high)


def _signed_class(value: Value, low: float, high: float, lang: Lang, *, first: bool) -> str:
    low, high = _within(value, low, high, first=first)
    if low > high:
        return f"≤ {written_difference(value, high, lang)}" if first else wording.NOTHING
    bottom, top = (written_difference(value, one, lang) for one in (low, high))
    return top if bottom == top else f"{bottom} … {top}"  # a dash would be read as a minus


def written_difference(value: Value, number: float, lang: Lang) -> str:
    """A difference of two values with its sign; of probabilities in percentage points."""
    if value is Value.PROBABILITY:
        return wording.number(number * 100, lang, signed=True)
    return wording.number(number, lang, digits=wording.style_of(figure_of(value)).digits, signed=True)


def _written_class(value: Value, low: float, high: float, lang: Lang, *, first: bool) -> str:
    if math.isinf(high):
        return f"> {_written(value, low, lang)}"
    low, high = _within(value, low, high, first=first)
    bottom, top = _written(value, low, lang), _written(value, high, lang)
    if low > high:
        return wording.NOTHING if not first else top if value.is_execution else f"≤ {top}"
    return top if bottom == top else f"{bottom} {wording.EN_DASH} {top}"


def _written(value: Value, number: float, lang: Lang) -> str:
    """An end of a class as the map writes the value; fixed ends of probabilities in per cent in full."""
    if value is Value.PROBABILITY:
        share = number * 100
        return wording.per_cent(share, lang, digits=0 if share.is_integer() else 1)
    return wording.figure(figure_of(value), number, lang)
