"""Numbers as people type them. A cell breaks at most one of the number rules, so it is told once."""

from __future__ import annotations

import re

_WHOLE = re.compile(r"\d{1,15}", re.ASCII)
_NEGATIVE = re.compile(r"[-−–]\d+(?:[.,]\d+)?", re.ASCII)
_FRACTION = re.compile(r"\d+[.,]\d+", re.ASCII)


def is_whole(text: str) -> bool:
    """Digits only, at most 15 of them."""
    return _WHOLE.fullmatch(text) is not None


def is_negative(text: str) -> bool:
    """A number below zero, whole or not, with a hyphen, a minus sign or a dash."""
    return _NEGATIVE.fullmatch(text) is not None


def is_fraction(text: str) -> bool:
    """A number with a decimal point or comma, whatever follows it: 1.234 may be a thousand or a fraction."""
    return _FRACTION.fullmatch(text) is not None


def is_no_number(text: str) -> bool:
    """Neither of the three above."""
    return not (is_whole(text) or is_negative(text) or is_fraction(text))
