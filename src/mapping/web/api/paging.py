"""Pages of lists that are sorted by a key: what comes after the key in the cursor, whatever was added or has gone meanwhile."""

from __future__ import annotations

import base64
import binascii
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from mapping.web.asked import NotThere


@dataclass(frozen=True)
class Cut:
    """Where a page begins and ends, and the cursor of the next; None for the last."""

    start: int
    end: int
    next: str | None


def cut(keys: Sequence[str], cursor: str, limit: int) -> Cut:
    """The page of a list with these keys, which are sorted. Raises NotThere for what is no cursor."""
    start = bisect_right(keys, key_in(cursor)) if cursor else 0
    end = start + limit
    return Cut(start, min(end, len(keys)), cursor_of(keys[end - 1]) if end < len(keys) else None)


def cursor_of(key: str) -> str:
    """A key as it stands in an address."""
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def key_in(cursor: str) -> str:
    """The key in a cursor. Raises NotThere."""
    try:
        return base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError) as fault:
        raise NotThere(cursor) from fault
