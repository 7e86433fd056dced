"""Words that go by a number: `{count} {count:махалля|махалли|махаллей}` in a text of the catalogue.

The forms of a language stand in the order of its categories (CLDR): Russian one, few, many; English one, other. Uzbek
has one form, so it needs none.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from babel import Locale

FORMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"uz": ("other",), "uz-Cyrl": ("other",), "ru": ("one", "few", "many"), "en": ("one", "other")}
)
"""The categories for which a text has a form, by language. What else there is in the language has the form of a part."""

_PART = "few"  # "1,5 махалли": the rules call it other, the word is that of two


class Counted(str):
    """A number as it is written in a language, which in a text chooses among the forms of a word."""

    __slots__ = ("_lang", "_value")

    _lang: str
    _value: float

    def __new__(cls, written: str, value: float, lang: str) -> Counted:
        """`written`: the number as it is shown; `value`: what it says, NaN for none; `lang`: a language of the screen."""
        counted = super().__new__(cls, written)
        counted._value, counted._lang = value, lang
        return counted

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """Kept or sent elsewhere, it is the words alone."""
        return str, (str(self),)

    def __format__(self, forms: str) -> str:
        """The number itself, or the one of `a|b|c` that belongs to it.

        Raises ValueError where the language has another number of forms.
        """
        if not forms:
            return str(self)
        return dict(zip(FORMS[self._lang], forms.split("|"), strict=True))[_category(self._lang, abs(self._value))]


def _category(lang: str, value: float) -> str:
    if not math.isfinite(value):
        return FORMS[lang][-1]
    category = _rules(lang).plural_form(int(value) if value == int(value) else value)
    return category if category in FORMS[lang] else _PART if _PART in FORMS[lang] else FORMS[lang][-1]


@cache
def _rules(lang: str) -> Locale:
    return Locale.parse(lang, sep="-")
