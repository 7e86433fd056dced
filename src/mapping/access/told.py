"""Lines of the book in words."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from mapping.access.audit import Act, Entry
from mapping.access.rights import Right
from mapping.model.locale import Lang, text
from mapping.model.vocabulary import TermKind

Terms = Callable[[TermKind, str], str]
_DOWNLOAD_PARTS = 3


def code_itself(_kind: TermKind, code: str) -> str:
    """Where no list of terms is at hand."""
    return code


def who_said(entry: Entry, lang: Lang) -> str:
    """Who did it: name and login; what was typed by one who did not come in stands with what it was about."""
    if entry.login:
        return f"{entry.name} ({entry.login})"
    return text("audit.unknown" if entry.act in {Act.SIGN_IN_REFUSED, Act.OTHER_SUBJECT} else "audit.at_server", lang)


def about_said(entry: Entry, lang: Lang, term: Terms = code_itself) -> str:
    """What it was about: rights, posts and files by their names."""
    match entry.act:
        case Act.GRANTED | Act.WITHDRAWN:
            login, _, what = entry.about.rpartition(": ")
            return f"{login}: {text(f'right.{what}', lang)}" if what in list(Right) else entry.about
        case Act.POST_GIVEN | Act.POST_TAKEN:
            login, _, codes = entry.about.rpartition(": ")
            agency, _, post = codes.partition(" ")
            return f"{login}: {term(TermKind.POST, post)}, {term(TermKind.AGENCY, agency)}"
        case Act.TOKEN_MADE | Act.TOKEN_TAKEN:
            login, _, named = entry.about.partition(": ")
            return f"{login}: {named.partition(' ')[2]}"
        case Act.DOWNLOADED:
            return _file_said(entry.about)
        case _:
            return entry.about


def _file_said(about: str) -> str:
    """The file's name out of the header that gave it, else the address."""
    parts = about.split(" ", _DOWNLOAD_PARTS - 1)
    if len(parts) < _DOWNLOAD_PARTS:
        return about
    return unquote(parts[2].strip('"').removeprefix("UTF-8''").removeprefix("utf-8''")) or about
