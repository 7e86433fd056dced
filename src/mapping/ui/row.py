"""A row of controls as one component: a change of the view sends one message for it, and the browser draws what it has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

import streamlit as st

from mapping.ui.components import component

ControlKind = Literal["list", "steps", "buttons", "switch", "link", "drawer"]


@dataclass(frozen=True)
class Control:
    """A control: what it shows, and `then`, which is given what is chosen of it.

    `words` are what can be chosen in words, in their order; `chosen` one of them, or whether a switch is on, or the query that a
    link lays over the address. `nothing` stands where nothing is chosen, `aside` names the buttons of steps (`next`, up the
    list, and `previous`), `within` is what a drawer holds. A `disabled` control is a switch that has no effect on this view.
    """

    name: str
    kind: ControlKind
    label: str
    chosen: str | bool | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    nothing: str = ""
    aside: Mapping[str, str] = field(default_factory=dict)
    within: tuple[Control, ...] = ()
    disabled: bool = False
    then: Callable[[Any], None] | None = None

    def offers(self, value: object) -> bool:
        """Whether this can be chosen of it; the browser may send anything."""
        return not self.disabled and (
            isinstance(value, bool) if self.kind == "switch" else isinstance(value, str) and value in self.words
        )


def show_row(key: str, controls: Iterable[Control]) -> None:
    """The controls side by side, as far as there is room."""
    row = list(controls)
    component("controls")(
        key=key,
        data={"controls": [_told(one) for one in row], "turn": st.session_state.get(_turn(key), 0)},
        on_chosen_change=partial(_take, key, row),
    )


def _turn(key: str) -> str:
    """Where the session keeps the number of the browser's choice that was taken last."""
    return f"{key}_turn"


def _told(control: Control) -> dict[str, Any]:
    """A control as the browser needs it, without what it does not have."""
    parts = {
        "name": control.name,
        "kind": control.kind,
        "label": control.label,
        "chosen": control.chosen,
        "words": list(control.words.items()),
        "nothing": control.nothing,
        "aside": control.aside,
        "disabled": control.disabled or None,
        "within": [_told(one) for one in control.within],
    }
    return {name: part for name, part in parts.items() if part not in (None, "", [], {})}


def _take(key: str, controls: Iterable[Control]) -> None:
    """Do what was chosen."""
    chosen = getattr(st.session_state.get(key), "chosen", None)
    if not isinstance(chosen, Mapping):
        return
    if isinstance(chosen.get("turn"), int):
        st.session_state[_turn(key)] = chosen["turn"]
    by_name = {one.name: one for control in controls for one in (control, *control.within)}
    control = by_name.get(chosen.get("name", ""))
    value = chosen.get("value")
    if control is not None and control.then is not None and control.offers(value):
        control.then(value)
