"""What no text that people read may hold: the traces of a missing figure, of a code or of a text that was not filled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

TRACES = re.compile(
    r"(?<![\w-])(?:nan|NaN|NaT|None|inf|Infinity|undefined|null|Traceback|KeyError|ValueError)(?![\w-])|<NA>"
)
UNFILLED = re.compile(r"\{[a-z_]+\}")
_TAG = re.compile(r"<(?:style|script)\b.*?</(?:style|script)>|<[^>]*>", re.DOTALL)
_SPOKEN = re.compile(r'(?:aria-label|title|alt)="([^"]*)"')


def read_as(html: str) -> str:
    """What a reader of a page is told: the text outside the tags, and what is spoken of them."""
    return unescape(" ".join([*_SPOKEN.findall(html), _TAG.sub(" ", html)]))


def clean(texts: Iterable[str], *, what: str, filled: bool = True) -> None:
    """Fails where a text holds such a trace; words that a browser fills need not be `filled`."""
    for one in texts:
        found = TRACES.search(one) or (UNFILLED.search(one) if filled else None)
        assert found is None, f"{what}: {found[0]!r} in {one[max(0, found.start() - 60) : found.end() + 60]!r}"


def texts_in(told: object) -> Iterable[str]:
    """Every text in what a route or a component is told, at any depth."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        for key, one in told.items():
            yield str(key)
            yield from texts_in(one)
    elif isinstance(told, list | tuple):
        for one in told:
            yield from texts_in(one)
