"""The parts of a page under test that the browser draws: what they are given, and telling the page as the browser would."""

from __future__ import annotations

import json
from typing import Any

from streamlit.testing.v1 import AppTest

ROW = "riskmap_controls"


def controls(app: AppTest) -> dict[str, dict[str, Any]]:
    """The controls of the page by name, those within drawers too."""
    return {name: control for row in _parts(app, ROW) for name, control in _told(row).items()}


def choose(app: AppTest, name: str, value: object) -> AppTest:
    """Choose of a control and run the page; the page may refuse what it does not offer.

    A control that no row has is told of by the first, as a browser could.
    """
    rows = _parts(app, ROW)
    row = next((one for one in rows if name in _told(one)), rows[0])
    return _say(app, row, "chosen", {"name": name, "value": value})


def given_to(app: AppTest, component: str) -> dict[str, Any]:
    """What the page gives the first part of a component, named as its script."""
    found: dict[str, Any] = json.loads(_parts(app, f"riskmap_{component}")[0].json)[0]
    return found


def say(app: AppTest, component: str, event: str, value: object) -> AppTest:
    """What the first part of a component tells the page, which then runs."""
    return _say(app, _parts(app, f"riskmap_{component}")[0], event, value)


def _say(app: AppTest, part: Any, event: str, value: object) -> AppTest:
    states = app._tree.get_widget_states()
    pressed = states.widgets.add()
    pressed.id = f"$$STREAMLIT_INTERNAL_KEY_{part.id}__events"
    pressed.json_trigger_value = json.dumps([{"event": event, "value": value}])
    return app._run(states)


def _told(row: Any) -> dict[str, dict[str, Any]]:
    told = json.loads(row.json)[0]["controls"]
    return {one["name"]: one for control in told for one in (control, *control.get("within", []))}


def _parts(app: AppTest, name: str) -> list[Any]:
    return [part.proto for part in app.get("bidi_component") if part.proto.component_name == name]
