"""What `install.sh` says, from the catalogue: a file a language, a line a text, for a shell that has no Python yet."""

from __future__ import annotations

from pathlib import Path

from mapping.model.locale import Lang
from mapping.model.locale.texts import catalogue

_SECTION = "install."


def lines_of(lang: Lang) -> list[str]:
    """Each text after its key, as `install.sh` looks them up."""
    return [
        f"{key.removeprefix(_SECTION)} {' '.join(texts[lang].split())}\n"
        for key, texts in catalogue().items()
        if key.startswith(_SECTION)
    ]


def write_texts(folder: Path) -> None:
    """A file a language, named by its code."""
    folder.mkdir()
    for lang in Lang:
        (folder / lang.value).write_text("".join(lines_of(lang)), encoding="utf-8")
