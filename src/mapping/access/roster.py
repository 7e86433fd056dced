"""A list of people as a file: a row an account, each taken or refused for itself.

Columns are found by their heads, in any of the four languages or as codes: login, name and area must be there; rights, posts and the
second step may be. Areas are codes. A right is a word (`view`, in any language), which holds in the row's area, or `view:1710207`; a post
`AGENCY:POST`, or `AREA:AGENCY:POST`. Several stand with commas or semicolons between them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import islice
from pathlib import Path

from mapping.access import accounts, managing
from mapping.access.errors import (
    AccessRefused,
    ListColumnMissing,
    ListEmpty,
    LoginTaken,
    NoAccount,
    PostWrong,
    RightWrong,
    YesNoWrong,
)
from mapping.access.person import Person, Post
from mapping.access.rights import Grant, Right, require_areas
from mapping.model.levels import level_of
from mapping.model.locale.texts import catalogue
from mapping.model.names import latin
from mapping.reading.files import Container, recognise
from mapping.reading.tables.grid import read_sheets
from mapping.store.sql import Database

COLUMNS = ("login", "name", "area", "rights", "posts", "second_step")
NEEDED = COLUMNS[:3]
_HEAD_ROWS = 20
_CODE = re.compile(r"[\w.-]{1,64}", re.ASCII)
_WITH_AREA = 3
_BETWEEN = re.compile(r"[,;\n]")


class Outcome(StrEnum):
    """What became of a row."""

    ADDED = "added"
    GIVEN_MORE = "given_more"
    REFUSED = "refused"


@dataclass(frozen=True)
class Row:
    """A row with its cells by column, and its number in the file."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Taken:
    """A row and what became of it. `token`: of the invitation, for a new account; `fault`: why it was refused."""

    row: Row
    outcome: Outcome
    token: str = ""
    fault: AccessRefused | None = None


def read(path: Path) -> list[Row]:
    """The rows of a file of CSV or XLSX that hold anything. Raises Refused, ListColumnMissing, ListEmpty."""
    container = recognise(path)
    if container not in {Container.TEXT, Container.XLSX}:
        raise ListColumnMissing(columns=", ".join(NEEDED))
    sheets, _ = read_sheets(path, container)
    written = [
        [str(cell if cell is not None else "").strip() for cell in row] for one in sheets[:1] for row in one.rows
    ]
    place, columns = _head(written)
    rows = [
        Row(number, {name: row[column] if column < len(row) else "" for name, column in columns.items()})
        for number, row in islice(enumerate(written, 1), place, None)
        if any(row)
    ]
    if not rows:
        raise ListEmpty
    return rows


def _head(written: Sequence[Sequence[str]]) -> tuple[int, Mapping[str, int]]:
    """How many rows stand before the first account, and which column is what. Raises ListColumnMissing."""
    best: Mapping[str, int] = {}
    for place, row in enumerate(written[:_HEAD_ROWS], 1):
        named = [_words("people", COLUMNS).get(latin(cell)) for cell in row]
        found = {name: named.index(name) for name in COLUMNS if name in named}
        if set(NEEDED) <= set(found):
            return place, found
        best = max(best, found, key=len)
    raise ListColumnMissing(columns=", ".join(name for name in NEEDED if name not in best))


@cache
def _words(section: str, names: Sequence[str]) -> Mapping[str, str]:
    """What each name is called in any language, as `latin` writes it."""
    said = {latin(word): name for name in names for word in catalogue()[f"{section}.{name}"].values()}
    return said | {latin(name): name for name in names}


def take(base: Database, by: Person, rows: Sequence[Row], *, known: Collection[str] | None) -> Iterator[Taken]:
    """Each row on its own: a new account, or what an open one lacks of rights and posts; one that is refused changes nothing.

    `known`: the areas that there are, None where nothing is published.
    """
    for row in rows:
        try:
            yield _take(base, by, row, known)
        except AccessRefused as fault:
            yield Taken(row, Outcome.REFUSED, fault=fault)


def _take(base: Database, by: Person, row: Row, known: Collection[str] | None) -> Taken:
    login, area = accounts.plain_login(row.cells["login"]), row.cells["area"]
    grants = [grant for part in _parts(row, "rights") for grant in rights_in(part, area)]
    posts = [post_in(part, area) for part in _parts(row, "posts")]
    needs_second = yes_or_no(row.cells.get("second_step", ""))
    require_areas([area, *(one.area for one in grants), *(one.area for one in posts)], known)
    if _is_known(base, login, area):
        managing.give(base, by, login, grants, posts=posts, needs_second=needs_second)
        return Taken(row, Outcome.GIVEN_MORE)
    token = managing.add(
        base, by, login=login, name=row.cells["name"], area=area, grants=grants, posts=posts, second_required=needs_second
    )  # fmt: skip
    return Taken(row, Outcome.ADDED, token)


def _is_known(base: Database, login: str, area: str) -> bool:
    """Whether there is an open account of the login. Raises LoginTaken where it belongs to another area: that is another person."""
    with base.reading() as connection:
        try:
            known = accounts.account_of(connection, login).person
        except NoAccount:
            return False
    if known.area != area:
        raise LoginTaken(login=login)
    return True


def _parts(row: Row, column: str) -> list[str]:
    return [part.strip() for part in _BETWEEN.split(row.cells.get(column, "")) if part.strip()]


def rights_in(written: str, area: str = "") -> list[Grant]:
    """The rights that words or codes name, those without an area of their own in `area`. Raises RightWrong."""
    known = _words("right", tuple(Right))
    whole = known.get(latin(written))
    try:
        if whole:
            return [Grant(Right(whole), area)]
        pairs = [one.partition(":") for one in written.split() or [""]]
        return [Grant(Right(known.get(latin(what), what)), own or area) for what, _, own in pairs]
    except ValueError:
        raise RightWrong(given=written[:64], allowed=", ".join(Right)) from None


def post_in(written: str, area: str = "") -> Post:
    """The post that codes name, one without an area of its own in `area`. Raises PostWrong."""
    parts = written.split(":")
    try:
        where, agency, post = parts if len(parts) == _WITH_AREA else (area, *parts)
        level_of(where)
    except ValueError:
        raise PostWrong(given=written[:64]) from None
    if not _CODE.fullmatch(agency) or not _CODE.fullmatch(post):
        raise PostWrong(given=written[:64])
    return Post(where, agency, post)


def yes_or_no(written: str) -> bool:
    """Whether a cell says yes, in any language; an empty one says no. Raises YesNoWrong."""
    said = {"": False, "0": False, "1": True, "true": True, "false": False}
    for word, answer in (("yes", True), ("no", False)):
        said |= dict.fromkeys(map(latin, catalogue()[f"people.{word}"].values()), answer)
    if latin(written) not in said:
        raise YesNoWrong(given=written[:64])
    return said[latin(written)]
