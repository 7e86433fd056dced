"""Area codes as the checks see them."""

from __future__ import annotations

from mapping.model.levels import level_of


def is_code(text: str) -> bool:
    """Whether the text has the form of an area code of any level."""
    try:
        level_of(text)
    except ValueError:
        return False
    return True
