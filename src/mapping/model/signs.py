"""Signs that no text may hold: control signs, and what XML has no place for, so that slides, pictures and workbooks fail.

Allowed is what XML 1.0 allows (section 2.2, production Char), without delete and the control signs U+0080 to U+009F.
"""

from __future__ import annotations

import re

_UNWRITABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def has_unwritable(text: str) -> bool:
    """Whether the text holds a sign that cannot be written everywhere."""
    return _UNWRITABLE.search(text) is not None


def made_visible(text: str) -> str:
    """The text with each such sign as its number, as `⟨U+0007⟩`."""
    return _UNWRITABLE.sub(lambda sign: f"⟨U+{ord(sign[0]):04X}⟩", text)
