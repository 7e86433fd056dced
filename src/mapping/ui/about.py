"""The (i) beside a figure. Its words lie at an address of their own and are fetched when it is pressed."""

from __future__ import annotations

from mapping.model.markup import Markup
from mapping.ui.state import Screen

BUTTON = Markup('<button type="button" class="about" data-about="{}" data-indicator="{}" aria-label="{}">i</button>')


def about_button(screen: Screen, figure: str) -> Markup:
    """A small button that tells what a figure is; `figure` is a key of `mapping.views.map.about`."""
    return BUTTON.format(figure, screen.selection.indicator, screen.text("about.label"))
