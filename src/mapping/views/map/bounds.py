"""The bounds of the classes of a view, in words."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from mapping.model import wording
from mapping.model.locale import Lang
from mapping.model.selection import Selection, Value
from mapping.views.map.view import View

COUNTS = (Value.COUNT, Value.OVERDUE, Value.UNOWNED, Value.REPORTED, Value.RETURNED, Value.SILENT, Value.GAPS)
_FIGURES = {
    **dict.fromkeys(COUNTS, "count"), Value.DONE: "share", Value.RATE: "rate", Value.RISK: "rr", Value.PROBABILITY: "p_raised",
    **dict.fromkeys((Value.CHANGE, Value.CHANGE_YEAR), "rate_difference"),
}  # fmt: skip
_MOST = 9  # digits more than a figure has


def figure_of(value: Value) -> str:
    """The figure that a value colours areas by, where it is a number: its column in the table of a view."""
    return _FIGURES[value]


def class_bounds(selection: Selection, view: View, lang: Lang) -> list[str]:
    """The closed bounds of each class, the lowest value first, then edge to edge; of counts the whole numbers in it.

    A class without whole numbers has a dash. Edges that are alike in the digits of the figure are written with more.
    """
    value, finer = selection.value, _finer(selection.value, view)
    return [_written_class(value, low, high, lang, first=first, finer=finer) for low, high, first in _classes(view)]


def difference_bounds(selection: Selection, view: View, lang: Lang) -> list[str]:
    """The same for the view of a difference: with their signs."""
    value, finer = selection.value, _finer(selection.value, view)
    return [_signed_class(value, low, high, lang, first=first, finer=finer) for low, high, first in _classes(view)]


def _classes(view: View) -> Iterator[tuple[float, float, bool]]:
    """Both ends of each class, and whether it is the first."""
    for place, (low, high) in enumerate(pairwise([view.lowest, *view.edges])):
        yield low, high, place == 0


def _finer(value: Value, view: View) -> int:
    """How many digits more than the figure has tell the edges apart."""
    edges = {float(edge) for edge in view.edges if math.isfinite(edge)}
    if value in COUNTS or not edges:
        return 0
    scale, usual = (100, 0) if value is Value.PROBABILITY else (1, wording.style_of(figure_of(value)).digits)
    written = [
        len(set(wording.rounded([scale * edge for edge in edges], usual + more).tolist())) for more in range(_MOST)
    ]
    return next((more for more in range(_MOST) if written[more] == len(edges)), 0)


def _within(value: Value, low: float, high: float, *, first: bool) -> tuple[float, float]:
    """The least and the greatest that a class may hold; the first one holds its lower end too."""
    if value not in COUNTS or math.isinf(high):
        return low, high
    return (low if first else math.floor(low) + 1), math.floor(high)


def _signed_class(value: Value, low: float, high: float, lang: Lang, *, first: bool, finer: int) -> str:
    low, high = _within(value, low, high, first=first)
    if low > high:
        return f"≤ {written_difference(value, high, lang, finer=finer)}" if first else wording.NOTHING
    bottom, top = (written_difference(value, end, lang, finer=finer) for end in (low, high))
    return top if bottom == top else f"{bottom} … {top}"  # a dash would be read as a minus


def written_difference(value: Value, number: float, lang: Lang, *, finer: int = 0) -> str:
    """A difference of two values with its sign; of probabilities in percentage points. `finer`: so many digits more."""
    if value is Value.PROBABILITY:
        return wording.number(number * 100, lang, digits=finer, signed=True)
    return wording.number(number, lang, digits=wording.style_of(figure_of(value)).digits + finer, signed=True)


def _written_class(value: Value, low: float, high: float, lang: Lang, *, first: bool, finer: int) -> str:
    if math.isinf(high):
        return f"> {_written(value, low, lang, finer)}"
    low, high = _within(value, low, high, first=first)
    bottom, top = _written(value, low, lang, finer), _written(value, high, lang, finer)
    if low > high:
        return wording.NOTHING if not first else top if value.is_execution else f"≤ {top}"
    return top if bottom == top else f"{bottom} {wording.EN_DASH} {top}"


def _written(value: Value, number: float, lang: Lang, finer: int) -> str:
    """An end of a class as the map writes the value; fixed ends of probabilities in per cent in full."""
    if value is Value.PROBABILITY:
        share = number * 100
        return wording.per_cent(share, lang, digits=max(finer, 0 if share.is_integer() else 1))
    style = wording.style_of(figure_of(value))
    return wording.number(number, lang, digits=style.digits + finer, signed=style.signed)
