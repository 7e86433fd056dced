"""In which code page a text without a mark is written, told by its letters."""

from __future__ import annotations

import math

CODE_PAGES = ("cp1251", "koi8_r", "cp866", "mac_cyrillic")

# Per cent of the letters of Russian texts (Lyashevskaya and Sharov, Frequency Dictionary of Modern Russian, 2009),
# those of Uzbek besides; the sign of a letter that is in neither is as good as never.
_SHARES = dict(zip("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", (
    10.97, 8.45, 8.01, 7.35, 6.70, 6.26, 5.47, 4.73, 4.54, 4.40, 3.49, 3.21, 2.98, 2.81, 2.62, 2.01, 1.90, 1.74,
    1.70, 1.65, 1.59, 1.44, 1.21, 0.97, 0.94, 0.73, 0.64, 0.48, 0.36, 0.32, 0.26, 0.04, 0.04,
), strict=True))  # fmt: skip
_SHARES |= dict.fromkeys("ў", 0.6)
_SIGNS = dict.fromkeys("«»№‘’“”…\u00a0", 0.3) | dict.fromkeys("–—", 3.0)
_NEVER = 0.001
_SAMPLE = 50_000


def likely_code_page(content: bytes) -> str | None:
    """The code page in which the letters are likeliest; None where in each of them most are no letters."""
    scores = {page: _score(content[:_SAMPLE], page) for page in CODE_PAGES}
    best = max(scores, key=lambda page: scores[page])
    return best if scores[best] > math.log(_NEVER) / 2 else None


def _score(content: bytes, page: str) -> float:
    """Mean logarithm of the shares of the signs beyond ASCII.

    Rare besides: an upper-case letter after a lower-case one, a Cyrillic letter beside a Latin one.
    """
    text = content.decode(page, errors="replace")
    signs = [sign for sign in text if not sign.isascii()]
    if not signs:
        return -math.inf
    shares = sum(math.log(_SIGNS.get(sign) or _SHARES.get(sign.lower(), _NEVER)) for sign in signs)
    mixed = sum(map(_is_odd, text, text[1:]))
    return (shares + mixed * math.log(_NEVER)) / len(signs)


def _is_odd(one: str, two: str) -> bool:
    if not (one.isalpha() and two.isalpha()):
        return False
    return one.isascii() != two.isascii() or (one.islower() and two.isupper())
