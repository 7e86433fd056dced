"""The (i) beside a figure. Its words lie at an address of their own and are fetched when it is pressed."""

from __future__ import annotations

from html import escape

from mapping.ui.state import Screen


def about_button(screen: Screen, figure: str) -> str:
    """A small button that tells what a figure is; `figure` is a key of `mapping.views.map.about`."""
    label = escape(screen.text("about.label"))
    indicator = escape(screen.selection.indicator)
    return f'<button type="button" class="about" data-about="{figure}" data-indicator="{indicator}" aria-label="{label}">i</button>'
