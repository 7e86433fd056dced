"""Words that a file, a link or a person gave, where Streamlit would read them as Markdown."""

from __future__ import annotations


def as_text(words: str) -> str:
    """The words without what Markdown would read in them: no stress, and no picture that is fetched from elsewhere."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()<>#+-!|:$~" else sign for sign in words)
