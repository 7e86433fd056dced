"""The ranking of the areas on the map, linked with it both ways."""

from __future__ import annotations

from typing import Any, TypeAlias

import streamlit as st

from mapping.model import wording
from mapping.model.selection import ClassRule, Value
from mapping.ui.components import component
from mapping.ui.kinds import kind_words
from mapping.ui.state import Screen, transit
from mapping.views.map import addresses
from mapping.views.map.first import focus_of
from mapping.views.map.palettes import INK
from mapping.views.map.view import View, colours, faint_colours

KEY = "ranking"
Field: TypeAlias = dict[str, Any]
COUNT: Field = {"key": "count"}
EXPECTED: Field = {"key": "expected"}
RISK: Field = {"key": "rr", "label": "risk"}
INTERVAL: Field = {"key": "interval", "ends": ["rr_lo", "rr_hi"]}
CHANGED: list[Field] = [
    {"key": "count_before", "label": "before"},
    COUNT,
    {"key": "rate_difference", "label": "value"},
    {"key": "label", "label": "verdict", "words": True},
]
COUNTED: list[Field] = [COUNT, {"key": "rate"}, {"key": "interval", "ends": ["rate_lo", "rate_hi"]}]
LIKELY = [COUNT, EXPECTED, {"key": "p_raised", "label": "probability"}, RISK]
CLUSTERED: list[Field] = [COUNT, EXPECTED, RISK, {"key": "cluster", "label": "kind", "words": True}]
MEASURES = [COUNT, {"key": "asked"}, {"key": "cancelled"}, {"key": "share"}]
CATEGORISED: list[Field] = [
    COUNT,
    RISK,
    *({"key": f"category_{side}", "label": side, "words": True} for side in ("official", "computed")),
]
FIELDS: dict[Value, list[Field]] = {
    Value.COUNT: COUNTED,
    Value.RATE: COUNTED,
    Value.CHANGE: CHANGED,
    Value.CHANGE_YEAR: CHANGED,
    Value.RISK: [COUNT, EXPECTED, RISK, INTERVAL],
    Value.PROBABILITY: LIKELY,
    Value.SPOTS: [COUNT, EXPECTED, RISK, {"key": "spot", "label": "kind", "words": True}],
    Value.GETIS: [COUNT, EXPECTED, RISK, {"key": "spot", "label": "kind", "words": True}],
    Value.TOGETHER: CLUSTERED,
    Value.CLUSTERS: CLUSTERED,
    Value.COMPUTED: CATEGORISED,
    Value.AGREEMENT: CATEGORISED,
    Value.DONE: MEASURES,
    Value.OVERDUE: MEASURES,
    Value.UNOWNED: MEASURES,
    Value.REPORTED: MEASURES,
    Value.RETURNED: MEASURES,
    Value.SILENT: MEASURES,
    Value.GAPS: [COUNT],
}
"""The columns beside the name: a figure, both ends of an interval, or the word of a code."""
SORTED_BY = {
    Value.COUNT: "count", Value.RATE: "rate", Value.PROBABILITY: "p_raised", Value.DONE: "share",
    Value.OVERDUE: "count", Value.UNOWNED: "count", Value.GAPS: "count", Value.REPORTED: "count", Value.RETURNED: "count",
    Value.SILENT: "count",
}  # fmt: skip


def show_ranking(screen: Screen, view: View) -> None:
    """Those of the district in focus, by their place among all. Sortable; a row that is chosen becomes the area looked at, the area looked at is the row in sight."""
    selection = screen.selection
    value = Value.RATE if selection.classes is ClassRule.CATEGORY else selection.value
    component("ranking")(
        key=KEY,
        height="stretch",
        data={
            "values": addresses.values(addresses.shown(screen.snapshot, selection), selection),
            "names": addresses.names(screen.snapshot.served, screen.lang),
            "selected": selection.area,
            "within": focus_of(selection.area) or "",
            "fields": [
                {**one, "label": screen.text(f"ranking.{one.get('label', one['key'])}")} for one in FIELDS[value]
            ],
            "by": SORTED_BY.get(value, "rate_difference" if value.is_change else "rr"),
            "codes": _words(screen, view, value),
            "colours": colours(selection, view, screen.theme),
            "faint": faint_colours(selection, view, screen.theme),
            "none": INK[screen.theme].none_line,
            "locale": wording.number_locale(screen.lang),
            "title": screen.text("ranking.title"),
            "words": {
                "name": screen.text("ranking.name"),
                "hidden": screen.text("hidden.word"),
                "sort": screen.text("ranking.sort"),
                "failed": screen.text("map.failed"),
            },
        },
        on_code_change=_chosen,
    )


def _words(screen: Screen, view: View, value: Value) -> dict[str, str]:
    """The words of the codes in the ranking's column of kinds."""
    if value.is_change:
        return {label: screen.text(f"change.{label}_short") for label in ("rose", "fell", "cannot_tell")}
    return kind_words(screen, view)


def _chosen() -> None:
    code = getattr(st.session_state.get(KEY), "code", None)
    if code:
        transit(lambda selection: selection.at(code))
