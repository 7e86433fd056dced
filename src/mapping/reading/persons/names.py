"""Names of people: what certainly is one, what may be one, and what a holder of a post could be called."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources

from mapping.model.names import fold

_WORD = r"[^\W\d_][\w‘’ʻʼ'`’.-]*"
_TOKEN = re.compile(rf"{_WORD}")
_INITIALS = re.compile(r"(?:[^\W\d_]\.){1,3}|[A-ZА-ЯЁЎҚҒҲ]{1,2}")
_ENDS_IN_INITIALS = re.compile(
    r"[A-ZА-ЯЁЎҚҒҲ][\w‘’ʻ'`-]{2,} (?:[A-ZА-ЯЁЎҚҒҲ][.]? ?[A-ZА-ЯЁЎҚҒҲ][.]?|[A-ZА-ЯЁЎҚҒҲ](?:h|sh|Sh)?[.])"
)
_BEGINS_WITH_INITIALS = re.compile(r"[A-ZА-ЯЁЎҚҒҲ]h?[.] ?(?:[A-ZА-ЯЁЎҚҒҲ]h?[.] ?)?[A-ZА-ЯЁЎҚҒҲ][\w‘’ʻ'`-]{2,}")
_PATRONYMIC = re.compile(
    r"\b\w{3,}(?:ovich|ovna|evich|evna|ович|овна|евич|евна)\b|\bo[‘’ʻ'`]g[‘’ʻ'`]li\b|\bqizi\b|\bўғли\b|\bқизи\b|\boğlu\b",
    re.IGNORECASE,
)
_FAMILY = re.compile(r"\w{2,}(?:ova?|y?eva?|ова?|[её]ва?|enko|енко|shvili|швили|zoda|зода|yan|ян)", re.IGNORECASE)
_HANGUL = re.compile(
    r"[김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변염][가-힣]{2}"
)
_HANGUL_PLACES = tuple("동구시군읍면리로길가산")
_HAN = re.compile(
    r"[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤][\u4e00-\u9fff]{1,2}"
)
_HAN_PLACES = tuple("区市县镇乡村街道路省州旗盟里屯庄")


@cache
def words(section: str) -> frozenset[str]:
    """The words of a section of words.toml."""
    text = (resources.files("mapping.reading.persons") / "words.toml").read_text(encoding="utf-8")
    return frozenset(word for line in tomllib.loads(text)[section].values() for word in line.split())


@cache
def given_names() -> frozenset[str]:
    """Names that people are given at birth, in some fifty languages, as `fold` writes them."""
    return frozenset(
        (resources.files("mapping.reading.persons") / "given_names.txt").read_text(encoding="utf-8").split()
    )


def is_surely_name(text: str) -> bool:
    """A name with a patronymic, or a family name with initials behind it: no place is called so."""
    bare = _untitled(text)
    if not _parts(bare):
        return False
    return _PATRONYMIC.search(bare) is not None or (
        _ENDS_IN_INITIALS.fullmatch(bare) is not None and not _of_place(bare)
    )


def is_likely_name(text: str) -> bool:
    """A name with initials, or of two to four words of which one is a given name or a family name's ending tells it.

    Streets and mahallas are called so too. In scripts that part no words: a common family name and one or two signs.
    """
    bare = _untitled(text)
    if _BEGINS_WITH_INITIALS.fullmatch(bare) or is_surely_name(bare):
        return not _of_place(bare)
    if (_HANGUL.fullmatch(bare) and not bare.endswith(_HANGUL_PLACES)) or (
        _HAN.fullmatch(bare) and not bare.endswith(_HAN_PLACES)
    ):
        return True
    parts = _parts(bare)
    return len(parts) > 1 and not _of_place(bare) and any(_is_told(part) for part in parts)


def may_be_name(text: str) -> bool:
    """Two to four words with capitals that no place, office or post is called by: under a heading of people a name."""
    bare = _untitled(text)
    return len(_parts(bare)) > 1 and not _of_place(bare)


def _is_told(part: str) -> bool:
    key = _key(part)
    return any(one in given_names() for one in (key, *key.split())) or (
        len(part) > 4 and _FAMILY.fullmatch(part) is not None
    )


@lru_cache(maxsize=1 << 14)
def _key(part: str) -> str:
    return fold(part)


def _of_place(text: str) -> bool:
    return any(word in words("not_names") for part in text.split() for word in _key(part).split())


def _untitled(text: str) -> str:
    """The text without ranks and titles before it, a comma, and the class of a pupil behind it."""
    parts = re.sub(r"\s+\d{1,2}\s?-?\s?\w$", "", text.strip()).replace(",", " ").split()
    while len(parts) > 1 and _key(parts[0].rstrip(".")) in words("titles") and not _is_initial(parts):
        parts = parts[1:]
    return " ".join(parts)


def _is_initial(parts: list[str]) -> bool:
    return len(parts[0]) <= 2 and len(parts) == 2


def _parts(text: str) -> list[str]:
    """The words of a text that is written as a name: two to five, each with a capital or of a script without them."""
    parts = text.split()
    if not 2 <= len(parts) <= 5:
        return []
    return parts if all(_is_name_word(part) for part in parts) else []


def _is_name_word(part: str) -> bool:
    if part.lower() in _SMALL or _PATRONYMIC.fullmatch(part):
        return True
    if _TOKEN.fullmatch(part) is None and _INITIALS.fullmatch(part) is None:
        return False
    return part[0].isupper() or part[0].lower() == part[0].upper()


_SMALL = {
    "da",
    "de",
    "del",
    "dela",
    "della",
    "di",
    "do",
    "dos",
    "van",
    "von",
    "der",
    "den",
    "bin",
    "al",
    "y",
    "ogli",
    "qizi",
}
