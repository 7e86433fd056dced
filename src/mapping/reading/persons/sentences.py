"""Names of people within a running text: told by a patronymic, or by initials beside them. A street, a school or a mahalla that bears one is no person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mapping.model.names import fold

_UPPER = "A-ZА-ЯЁЎҚҒҲ"
_CAPITAL = rf"[{_UPPER}ʻ‘’'`-][\w‘’ʻʼ'`-]+"
_INITIAL = rf"(?:Y[aou]|[{_UPPER}][h‘’ʻʼ'`]?)"  # Sh, Ch, O‘, G‘, Yu, Ya
_CASES = "(?:ga|ning|ni|dan|da|lar)?"
_CASES_CYRILLIC = "(?:га|нинг|ни|дан|да|лар)?"
_FAMILY = (
    rf"[{_UPPER}][\w‘’ʻʼ'`-]+?(?:[oe]va?{_CASES}|[оеё]ва?{_CASES_CYRILLIC}|[оеё]в(?:у|ым|е|ой|ы|ых)|(?:zoda|зода|enko|енко))\b"
    r"|\b(?:Kim|Tsoy|Ким|Цой|Хван|Хегай|Югай)\b"
)
"""A word with the ending of a family name, as it stands in a sentence of Uzbek or Russian; and some that have none."""
_BARE_INITIAL = rf"(?![АВИКОСУЯ])[{_UPPER}](?=[\s,;)]|$)"
"""Without its point; not what is a word of Russian by itself."""
_SHOUTED = re.compile(rf"[{_UPPER}][{_UPPER}‘’ʻʼ'`]{{2,}}")
_OTHERWISE_SPELT = re.compile(
    rf"{_CAPITAL}\s+{_CAPITAL}\s+(?:[Oo][‘’ʻʼ'`]?g[‘’ʻʼ'`]?li|[Uu]g[‘’ʻʼ'`]?li|[QqKk]izi|[ЎУўу][ғг]ли|[ҚКқк]изи)\b"
)
_IN_SMALL = re.compile(r"[a-zа-яёўқғҳ‘’ʻʼ'`]{3,}\s+(?:[a-z‘’ʻʼ'`]{2,}[oe]v(?:ich|na)|[а-яёўқғҳ]{2,}[ое]вич)\b")
"""Not `виновна`: words of Russian end so."""
_PATRONYMIC = re.compile(
    rf"{_CAPITAL}\s+(?:{_CAPITAL}(?<=[a-zа-яё])(?:ovich|ovna|evich|evna|ович|овна|евич|евна)\b"
    rf"|{_CAPITAL}\s+(?:o[‘’ʻ'`]g[‘’ʻ'`]li|qizi|ўғли|қизи)\b)"
)
_WITH_INITIALS = tuple(
    re.compile(one)
    for one in (
        rf"{_CAPITAL}\s+{_INITIAL}[.]\s?{_INITIAL}[.]",
        rf"(?<![\w.]){_INITIAL}[.]\s?{_INITIAL}[.]\s?{_CAPITAL}",  # after two of them alone: three stand for an office (M.F.Y.)
        rf"(?P<family>{_FAMILY})\s+(?:{_INITIAL}[.]|{_BARE_INITIAL})",
        rf"(?<![\w.]){_INITIAL}[.]\s?(?P<family>{_FAMILY})",
    )
)
_NO_FAMILIES = frozenset(["tanlov", "saylov", "sinov", "sorov", "tolov", "tergov", "ishlov", "birov", "garov", "karov"])
"""Words that end as family names do: contest, election, trial …"""
_BEFORE_PLACES = frozenset(
    [
        "ul",
        "ulitsa",
        "ulitse",
        "ulitsi",
        "ulice",
        "ulica",
        "im",
        "imeni",
        "pr",
        "prospekt",
        "prospekte",
        "pereulok",
        "kocha",
        "street",
        "avenue",
        "mfy",
        "mfi",
        "named",
        "after",
    ]
)
_AFTER_PLACES = re.compile(
    r"(?:kochasi|nomidagi|mfy|mfi|mahallasi|maktabi|bogchasi|hiyoboni|prospekti?|maydoni|bogi|stadioni)\w*|nomli|nomida|shoh|tor|street|avenue|school"
)
"""As `fold` writes them; a mahalla, a school or a street by itself may be where the person is."""


def holds_patronymic(text: str) -> bool:
    """Whether a name with a patronymic stands within a running text."""
    return _PATRONYMIC.search(text) is not None


def holds_name(text: str) -> bool:
    """Whether a name with a patronymic, a family name with one initial beside it or any with two, stands within a running text; in capitals too."""
    quiet = _SHOUTED.sub(lambda found: found[0].capitalize(), text)
    told = (_OTHERWISE_SPELT, _IN_SMALL)
    return holds_patronymic(quiet) or any(one.search(quiet) for one in told) or any(_with_initials(quiet))


def _with_initials(text: str) -> Iterator[bool]:
    """For each name with initials, whether it is a person's."""
    for pattern in _WITH_INITIALS:
        for found in pattern.finditer(text):
            family = found.groupdict().get("family")
            yield not (family and fold(family) in _NO_FAMILIES) and not _is_of_place(text, found)


def _is_of_place(text: str, name: re.Match[str]) -> bool:
    """Whether the words around a name say that something is called by it."""
    before, after = text[: name.start()].split()[-1:], text[name.end() :].lstrip(' .»”"').split()[:1]
    return any(_bare(word) in _BEFORE_PLACES for word in before) or any(
        _AFTER_PLACES.fullmatch(_bare(word)) for word in after
    )


def _bare(word: str) -> str:
    return fold(word.strip('.,;:«»“”"()'))
