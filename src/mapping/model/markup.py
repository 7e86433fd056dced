"""HTML and SVG written from Python: whatever is put into a template is escaped, unless it is markup itself."""

from __future__ import annotations

from collections.abc import Iterable
from numbers import Number
from typing import LiteralString

from markupsafe import Markup, escape

__all__ = ["Markup", "each", "joined", "markup"]


def markup(template: LiteralString, *values: object, **named: object) -> Markup:
    """A template with values in its braces, which may format them as `str.format` does."""
    return Markup(template).format(*values, **named)  # noqa: S704  a literal: tests/unit/test_own_html.py


def each(template: LiteralString, rows: Iterable[object]) -> Markup:
    """The template once for each row, one after another; a tuple fills as many braces as it has values.

    Escaped beforehand: `Markup.format` takes ten times as long, and tables have thousands of cells.
    """
    filled = (template.format(*map(_escaped, row if isinstance(row, tuple) else (row,))) for row in rows)
    return Markup("".join(filled))  # noqa: S704  a literal, and what is escaped


def _escaped(value: object) -> object:
    """Numbers as they are, to be formatted."""
    return value if isinstance(value, Number) else escape(value)


def joined(parts: Iterable[str]) -> Markup:
    """Parts one after another."""
    return Markup().join(parts)
