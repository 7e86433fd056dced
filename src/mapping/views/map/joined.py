"""Modules of the browser's side joined into one plain script: the map's frame and a file that is opened from a disk know no
modules, and one script is one way to the server."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from mapping.model.assets import ASSETS

SERVED = ("first.js", "frame/frame.js", "present/present.js")
"""The modules that are served with all that they import; that of an HTML pack is in its file."""
_IMPORT = re.compile(r'^import (?:\{[^}]*\} from )?"(\.[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


@cache
def joined(entry: str) -> str:
    """A module (its path in the assets) and all that it imports, each in a scope of its own, those that are needed first.

    A module imports by name, without another name for it, from a file beside it; it exports functions, classes and
    constants where they are declared, under names that no other exports. Raises ValueError for what is written otherwise,
    or for modules that import each other, FileNotFoundError for a module that is not there.
    """
    parts: dict[Path, str] = {}
    _join((ASSETS / entry).resolve(), parts, ())
    exported = [name for content in parts.values() for name in _EXPORT.findall(content)]
    twice = sorted({name for name in exported if exported.count(name) > 1})
    if twice:
        raise ValueError(f"{entry}: exported by two modules: {', '.join(twice)}")
    return f'(() => {{\n"use strict";\n{"".join(map(_scoped, parts.values()))}}})();\n'


def _join(path: Path, parts: dict[Path, str], importers: tuple[Path, ...]) -> None:
    """Adds a module after those that it imports."""
    if path in importers:
        raise ValueError(f"modules that import each other: {path.name}")
    content = path.read_text(encoding="utf-8")
    for needed in _IMPORT.findall(content):
        target = (path.parent / needed).resolve()
        if target not in parts:
            _join(target, parts, (*importers, path))
    parts[path] = content


def _scoped(content: str) -> str:
    names = ", ".join(_EXPORT.findall(content))
    body = _EXPORT.sub("", _IMPORT.sub("", content))
    left = _LEFT.search(body)
    if left:
        raise ValueError(f"no way to join: {left[0]}")
    return f"const {{ {names} }} = (() => {{\n{body}return {{ {names} }};\n}})();\n" if names else f"{{\n{body}}}\n"
