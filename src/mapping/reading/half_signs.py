"""Halves of signs: JSON can name one half of a pair (`\ud800`), which is no sign and can be written nowhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from mapping.model.problems import Problem
from mapping.model.signs import made_visible

_NAMED = re.compile(rb"\\u[dD][89a-fA-F]")
_HALF = re.compile("[\ud800-\udfff]")


def half_signs(file: str, content: bytes, properties: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """A problem for every property of a feature, name or value, with half a sign in it; rows count from 1."""
    if _NAMED.search(content) is None:
        return []
    return [
        Problem(file, "control_sign", row, made_visible(name), made_visible(str(value)))
        for row, one in enumerate(properties, start=1)
        for name, value in one.items()
        if _HALF.search(f"{name} {value}")
    ]
