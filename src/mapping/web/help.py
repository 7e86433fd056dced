"""The words of the help, of the guided first visit and of the library's controls, a document a language each."""

from __future__ import annotations

from functools import cache

from mapping.model.locale import Lang, text
from mapping.model.locale.texts import catalogue

KEYS = {
    "Tab": "tab",
    "← ↑ → ↓": "arrows",
    "Enter": "enter",
    "Backspace": "backspace",
    "+ −": "zoom",
    "Esc": "escape",
}
"""What is written on the keys, and the catalogue's name for what they do."""


@cache
def help_of(lang: Lang) -> dict[str, object]:
    """`pages`: by page what it `shows` and what one `can` do, a line a thing; `keys`: pairs of sign and meaning;

    `words` of the panel; `guide` with its own `words` and its `steps`, each a part of the map page with title and text.
    """
    return {
        "words": _section("help", lang),
        "pages": {
            page: {"shows": shows, "can": text(f"help_can.{page}", lang).split("\n")}
            for page, shows in _section("help_shows", lang).items()
        },
        "keys": [(sign, text(f"help_keys.{name}", lang)) for sign, name in KEYS.items()],
        "guide": {
            "words": _section("guide", lang),
            "steps": [
                {"part": part, "title": title, "text": text(f"guide_text.{part}", lang)}
                for part, title in _section("guide_title", lang).items()
            ],
        },
    }


@cache
def widget_words(lang: Lang) -> dict[str, str]:
    """What the library's controls write in English, each with its words in a language; `{n}` stands for a number."""
    english = _section("widget", Lang.EN)
    return {english[key]: words for key, words in _section("widget", lang).items()}


def _section(name: str, lang: Lang) -> dict[str, str]:
    """The texts of a section of the catalogue, in the order in which they are written there."""
    return {
        key.removeprefix(f"{name}."): words[lang] for key, words in catalogue().items() if key.startswith(f"{name}.")
    }
