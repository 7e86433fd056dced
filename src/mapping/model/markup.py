"""HTML and SVG written from Python: whatever is put into a template is escaped, unless it is markup itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import LiteralString

from markupsafe import Markup

__all__ = ["Markup", "each", "joined", "markup"]


def markup(template: LiteralString, *values: object, **named: object) -> Markup:
    """A template with values in its braces, which may format them as `str.format` does."""
    return Markup(template).format(*values, **named)  # noqa: S704  a literal: tests/unit/test_own_html.py


def each(template: LiteralString, rows: Iterable[object]) -> Markup:
    """The template once for each row, one after another; a tuple fills as many braces as it has values."""
    line = Markup(template)  # noqa: S704  a literal: tests/unit/test_own_html.py
    return joined(line.format(*(row if isinstance(row, tuple) else (row,))) for row in rows)


def joined(parts: Iterable[str]) -> Markup:
    """Parts one after another."""
    return Markup().join(parts)
