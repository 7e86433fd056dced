"""Small parts of the page that need the browser's hand; script and style are fetched once, not sent with every run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from mapping.views.map import addresses

# Short: it is sent with every new view. Streamlit ends a part only when it leaves the page; what a part began (listeners,
# observers, timers) must end before it is laid anew as well.
_LOADER = """const parts = Promise.all(["{name}", "line"].map((n) => import(new URL(`{base}/${{n}}.js`, location.origin))));
export default (c) => {{
const root = c.parentElement;
parts.then(([p, line]) => {{ if (root.isConnected) {{ root.end?.(); root.end = p.default({{ ...c, setTriggerValue: line.telling(c.setTriggerValue), data: c.data[0] }}) }} }});
return () => root.end?.();
}}"""


def component(name: str) -> Callable[..., Any]:
    """The component whose script and style are the assets `name.js` and `name.css`, mounted without an iframe."""
    base = addresses.assets()
    made = st.components.v2.component(
        f"riskmap_{name}",
        js=_LOADER.format(base=base, name=name),
        css=f'@import url("{base}/{name}.css");\n:host {{}}',  # in two lines: Streamlit takes a single one for a path
    )

    def mount(*, data: Mapping[str, Any], **more: Any) -> Any:
        # In a list: of anything else Streamlit would try every part whether it is a table.
        return made(data=[data], **more)

    return mount
