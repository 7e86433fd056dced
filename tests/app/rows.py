"""Rows of controls in a page under test: what they show, and choosing of them as the browser would tell it."""

from __future__ import annotations

import json
from typing import Any

from streamlit.testing.v1 import AppTest

ROW = "riskmap_controls"


def controls(app: AppTest) -> dict[str, dict[str, Any]]:
    """The controls of the page by name, those within drawers too."""
    return {name: control for row in _rows(app) for name, control in _told(row).items()}


def choose(app: AppTest, name: str, value: object) -> AppTest:
    """Choose of a control and run the page; the page may refuse what it does not offer.

    A control that no row has is told of by the first, as a browser could.
    """
    rows = _rows(app)
    row = next((one for one in rows if name in _told(one)), rows[0])
    states = app._tree.get_widget_states()
    pressed = states.widgets.add()
    pressed.id = f"$$STREAMLIT_INTERNAL_KEY_{row.id}__events"
    pressed.json_trigger_value = json.dumps([{"event": "chosen", "value": {"name": name, "value": value}}])
    return app._run(states)


def _told(row: Any) -> dict[str, dict[str, Any]]:
    told = json.loads(row.json)[0]["controls"]
    return {one["name"]: one for control in told for one in (control, *control.get("within", []))}


def _rows(app: AppTest) -> list[Any]:
    return [part.proto for part in app.get("bidi_component") if part.proto.component_name == ROW]
