"""Small parts of the page that need the browser's hand, each with its script and style beside this file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

_FOLDER = Path(__file__).parent


def component(name: str) -> Callable[..., Any]:
    """The component of a name: `name.js` and `name.css` of this folder, mounted without an iframe."""
    script, style = (_FOLDER / f"{name}.{kind}" for kind in ("js", "css"))
    return st.components.v2.component(
        f"riskmap_{name}", js=script.read_text(encoding="utf-8"), css=style.read_text(encoding="utf-8")
    )
