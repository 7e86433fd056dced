"""The words of an HTML pack: its catalogue texts, letters of search, and what classes mean."""

from __future__ import annotations

from typing import Any

from mapping.model.locale import Lang, text
from mapping.model.names import APOSTROPHES, latin
from mapping.model.selection import Selection
from mapping.views.map.bounds import class_bounds
from mapping.views.map.look import look
from mapping.views.map.view import CATEGORIES, View

_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяқғўҳ"
_OWN = (
    "back", "search", "indicator", "period", "colours", "table", "chart", "brief", "attention", "measures", "method",
    "map", "help", "filter", "all_states", "more", "nothing", "gaps", "asked", "cancelled", "done", "overdue", "red", "risk_of",
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
    "going": "execution.going", "legend": "legend.title", "hidden": "hidden.legend", "no_measures": "panel.no_measures",
}  # fmt: skip
_VALUES = {
    "risk": "value.risk", "rate": "value.rate", "count": "value.count", "change_year": "value.change_year",
    "category": "classes.category",
}  # fmt: skip


def words(lang: Lang) -> dict[str, Any]:
    """Every text that the pack's script writes; `tip` has those of the map's own tooltips."""
    return {
        **{key: text(f"html_pack.{key}", lang) for key in _OWN},
        **{key: text(name, lang) for key, name in _SHARED.items()},
        "tip": look(lang, "light")["words"],
        "values": {key: text(name, lang) for key, name in _VALUES.items()},
        "category_letters": [text(f"category.{one}_letter", lang) for one in CATEGORIES],
        "latin": {letter: latin(letter) for letter in _LETTERS},
        "apostrophes": APOSTROPHES,
        "overdue_state": text("state.overdue", lang),
    }


def class_words(selection: Selection, view: View) -> list[str]:
    """What each class means: its bounds, or the word of a category."""
    lang = selection.lang
    if view.kinds:
        return [text(f"category.{kind}", lang) for kind in view.kinds]
    return class_bounds(selection, view, lang)
