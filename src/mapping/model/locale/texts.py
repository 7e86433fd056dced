"""The text catalogue: `section.toml` files hold one table per key with one line per language."""

from __future__ import annotations

import hashlib
import json
import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path

from mapping.model.locale.plural import Counted


class Lang(StrEnum):
    """The languages of the screen, written as in a link."""

    UZ = "uz"
    UZ_CYRL = "uz-Cyrl"
    RU = "ru"
    EN = "en"

    @property
    def tag(self) -> str:
        """As documents name it (BCP 47)."""
        return "uz-Latn" if self is Lang.UZ else self.value


DEFAULT_LANG = Lang.UZ

_NAME_COLUMNS = {Lang.UZ: "name_uz_latn", Lang.UZ_CYRL: "name_uz_cyrl", Lang.RU: "name_ru", Lang.EN: "name_en"}


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Every key (`section.key`) with its text in each language; reads the TOML files once.

    Raises ValueError when two files hold one key.
    """
    found: dict[str, dict[str, str]] = {}
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        for section, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for key, words in entries.items():
                name = f"{section}.{key}"
                if name in found:
                    raise ValueError(f"{path.name}: {name} stands in two catalogues")
                found[name] = words
    return found


def text(key: str, lang: Lang, **values: object) -> str:
    """The text of a key with its `{placeholders}` filled; `{count:word|words}` is the form that belongs to a number.

    Raises KeyError for an unknown key: a missing text is a fault of ours, not of the reader.
    """
    words = catalogue()[key][lang]
    return words.format(**{name: _counted(value, lang) for name, value in values.items()}) if values else words


def _counted(value: object, lang: Lang) -> object:
    return Counted(str(value), value, lang) if isinstance(value, int) else value


@cache
def catalogue_digest() -> str:
    """A short hash over all texts, for addresses whose content holds words and never changes."""
    return hashlib.sha256(json.dumps(catalogue(), sort_keys=True).encode()).hexdigest()[:12]


def has_text(key: str) -> bool:
    """Whether the catalogue holds the key."""
    return key in catalogue()


def name_column(lang: Lang) -> str:
    """The column that names an area, an indicator or a term in this language."""
    return _NAME_COLUMNS[lang]
