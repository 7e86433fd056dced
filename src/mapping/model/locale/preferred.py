"""The language of a reader who named none: what the browser says of them (RFC 9110, section 12.5.4)."""

from __future__ import annotations

import re

from mapping.model.locale.texts import DEFAULT_LANG, Lang

_RANGE = re.compile(
    r"\s*([a-z]{1,8}(?:-[a-z0-9]{1,8})*)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?", re.IGNORECASE | re.ASCII
)


def preferred(accept_language: str) -> Lang:
    """Of the languages in an `Accept-Language` the one that is wanted most and spoken here; the default for none.

    Of languages wanted alike the first. What is not written as the standard has it says nothing.
    """
    ranges = [found for found in map(_RANGE.fullmatch, accept_language.split(",")) if found]
    wanted = [(float(one[2] or 1), lang) for one in ranges if (lang := _spoken(one[1].lower()))]
    return max([(0.0, DEFAULT_LANG), *wanted], key=lambda one: one[0])[1]


def _spoken(tag: str) -> Lang | None:
    language, _, rest = tag.partition("-")
    if language == "uz":
        return Lang.UZ_CYRL if rest.startswith("cyrl") else Lang.UZ
    return Lang(language) if language in list(Lang) else None
