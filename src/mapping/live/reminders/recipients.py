"""To whom letters go: a list in CSV or XLSX, of logins or of posts, each with an address of mail, and a language where it is another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mapping.live.reminders.due import Post
from mapping.model.locale import Lang
from mapping.model.problems import Ruled
from mapping.reading.files.recognition import recognise
from mapping.reading.tables.grid import read_sheets

COLUMNS = ("login", "area", "agency", "post", "mail", "lang")
_MAIL = re.compile(r"[^@\s<>,;:\"()\[\]\\]{1,64}@[A-Za-z0-9.-]{1,189}", re.ASCII)


class ListRefused(Ruled):
    """A `row` of a list that cannot be followed, or a `file` that is none (row 1)."""

    texts = "reminder"
    rule = "list_refused"


@dataclass(frozen=True)
class Recipient:
    """One line of the list: a login, or a post."""

    login: str
    post: Post
    mail: str
    lang: Lang | None


def read_recipients(path: Path) -> list[Recipient]:
    """The lines of a list. Raises ListRefused at the first that cannot be followed, Refused for a file that cannot be read."""
    container = recognise(path)
    sheets = [] if container.is_boundaries else read_sheets(path, container)[0]
    rows = [[str(cell or "").strip() for cell in row] for row in (sheets[0].rows if sheets else [])]
    if not rows or "mail" not in rows[0] or not {"login", "post"} & set(rows[0]):
        raise ListRefused(file=path.name, row=1, columns=", ".join(COLUMNS))
    return [
        _read(path, number, dict(zip(rows[0], row, strict=False)))
        for number, row in enumerate(rows[1:], start=2)
        if any(row)
    ]


def _read(path: Path, number: int, cells: Mapping[str, str]) -> Recipient:
    mail, lang, login = cells.get("mail", ""), cells.get("lang", ""), cells.get("login", "")
    post = (cells.get("area", ""), cells.get("agency", "").strip("-"), cells.get("post", ""))
    is_named = bool(login) or bool(post[0] and post[2])
    if not _MAIL.fullmatch(mail) or (lang and lang not in list(Lang)) or not is_named:
        raise ListRefused(file=path.name, row=number, columns=", ".join(COLUMNS))
    return Recipient(login, post, mail, Lang(lang) if lang else None)
