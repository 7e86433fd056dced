"""Where the browser's files lie: scripts, styles and fonts, which are data to every room but the browser."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from markupsafe import Markup, escape

ASSETS = Path(__file__).parents[1] / "assets"
_PLACE = re.compile("<!--([a-z]+)-->")


@cache
def asset(name: str) -> Markup:
    """A text of `assets`, which is our own."""
    return Markup((ASSETS / name).read_text(encoding="utf-8"))  # noqa: S704


def page(name: str, parts: Mapping[str, str]) -> str:
    """A page of `assets` with a part in place of each `<!--name-->`, escaped unless it is markup itself."""
    return _PLACE.sub(lambda place: escape(parts[place[1]]), asset(name))
