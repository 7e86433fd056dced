"""The words of an HTML pack: its catalogue texts, letters of search, and the bounds of classes."""

from __future__ import annotations

import math
from typing import Any

from mapping import wording
from mapping.locale import Lang, text
from mapping.maps.view import CATEGORIES, View
from mapping.model.names import APOSTROPHES, latin
from mapping.model.selection import Selection, Value

_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяқғўҳ"
_OWN = (
    "back", "search", "indicator", "period", "colours", "table", "chart", "brief", "attention", "measures", "method",
    "map", "help", "filter", "all_states", "more", "nothing", "gaps", "planned", "done", "overdue", "red", "risk_of",
    "by_district", "print", "measure_filter", "sort", "chart_note", "rows", "attention_none",
)  # fmt: skip
_SHARED = {
    "name": "ranking.name", "district": "measure.district", "people": "map.people", "count": "map.count",
    "rate": "value.rate", "risk": "value.risk", "interval": "map.interval", "expected": "html_pack.expected",
    "before": "map.before", "none": "map.none", "no_data": "legend.none", "quarter": "measure.quarter",
    "text": "measure.text", "state": "measure.state", "seven_member": "measure.seven_member",
    "deadline": "measure.deadline", "days_overdue": "measure.days_overdue", "progress": "measure.progress",
    "zoom_in": "map.zoom_in", "zoom_out": "map.zoom_out", "unsure": "risk.unsure", "no_category": "category.none",
    "cannot_tell": "change.cannot_tell", "rose": "change.rose", "fell": "change.fell", "change": "value.change_year",
    "legend": "legend.title", "no_measures": "panel.no_measures",
}  # fmt: skip
_VALUES = {
    "risk": "value.risk", "rate": "value.rate", "count": "value.count", "change_year": "value.change_year",
    "category": "classes.category",
}  # fmt: skip


def words(lang: Lang) -> dict[str, Any]:
    """Every text that the pack's script writes."""
    return {
        **{key: text(f"html_pack.{key}", lang) for key in _OWN},
        **{key: text(name, lang) for key, name in _SHARED.items()},
        "values": {key: text(name, lang) for key, name in _VALUES.items()},
        "category_letters": [text(f"category.{one}_letter", lang) for one in CATEGORIES],
        "latin": {letter: latin(letter) for letter in _LETTERS},
        "apostrophes": APOSTROPHES,
        "overdue_state": text("state.overdue", lang),
    }


def bounds(selection: Selection, view: View) -> list[str]:
    """The closed bounds of each class in words, the lowest value first; the words of the categories."""
    lang = selection.lang
    if view.kinds:
        return [text(f"category.{kind}", lang) for kind in view.kinds]
    digits = {Value.COUNT: 0, Value.RISK: 2}.get(selection.value, 1)

    def written(number: float) -> str:
        return wording.number(number, lang, digits=digits, signed=selection.value.is_change)

    labels = []
    for low, high in zip([view.lowest, *view.edges], view.edges, strict=False):
        after = low + 1 if selection.value is Value.COUNT and labels else low
        if math.isinf(high):
            labels.append(f"> {written(low)}")
        elif math.isnan(after) or after >= high:
            labels.append(f"≤ {written(high)}" if after > high else written(high))
        else:
            labels.append(f"{written(after)} {wording.EN_DASH} {written(high)}")
    return labels
