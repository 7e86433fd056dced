"""Rows of controls in a page under test: what they show, and choosing of them as the browser would tell it."""

from __future__ import annotations

import json
from typing import Any

from streamlit.testing.v1 import AppTest

ROW = "riskmap_controls"


def controls(app: AppTest) -> dict[str, dict[str, Any]]:
    """The controls of the page by name, those within drawers too."""
    told = json.loads(_row(app).json)[0]["controls"]
    return {one["name"]: one for control in told for one in (control, *control.get("within", []))}


def choose(app: AppTest, name: str, value: object) -> AppTest:
    """Choose of a control and run the page; the page may refuse what it does not offer."""
    states = app._tree.get_widget_states()
    pressed = states.widgets.add()
    pressed.id = f"$$STREAMLIT_INTERNAL_KEY_{_row(app).id}__events"
    pressed.json_trigger_value = json.dumps([{"event": "chosen", "value": {"name": name, "value": value}}])
    return app._run(states)


def _row(app: AppTest) -> Any:
    return next(part.proto for part in app.get("bidi_component") if part.proto.component_name == ROW)
