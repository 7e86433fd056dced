"""The commands themselves: done by whoever runs the server, who may everything; each stands in the book.

Exit status: 0 success, 1 refused, 2 wrong usage.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mapping.cli.options import Home, Language, home_of
from mapping.cli.printing import err, failures_told, out, print_table, printable
from mapping.model.locale import DEFAULT_LANG, Lang, text

if TYPE_CHECKING:
    from mapping.access.person import Post
    from mapping.access.rights import Grant
    from mapping.store import Snapshot
    from mapping.store.sql import Database

people = typer.Typer(
    name="people",
    help="Accounts: who may sign in, and what they may where. A right is WHAT:AREA, as view:1710 or report:1710207; "
    "what: view, report, confirm, publish, administer, audit.",
    no_args_is_help=True,
)

Login = Annotated[str, typer.Argument(help="The login.")]
Rights = Annotated[list[str], typer.Argument(help="Rights, as view:1710.")]
Address = Annotated[str, typer.Option(help="The address under which people reach the server, to stand before links.")]
_HERE = "http://127.0.0.1:8501"


@people.command()
def add(
    login: Login,
    name: Annotated[str, typer.Option(help="The name that others read.")],
    area: Annotated[str, typer.Option(help="Code of the area where the account belongs.")],
    right: Annotated[list[str] | None, typer.Option(help="A right, as view:1710; again for each.")] = None,
    post: Annotated[list[str] | None, typer.Option(help="A post, as AREA:AGENCY:POST; again for each.")] = None,
    second_step: Annotated[bool, typer.Option("--second-step", help="Ask for a code from a phone too.")] = False,
    address: Address = _HERE,
    home: Home = None,
    lang: Language = DEFAULT_LANG,
) -> None:
    """Make an account, and print the link by which its password is set, once."""
    from mapping.access import managing  # noqa: PLC0415 (heavy)
    from mapping.access.person import ANYBODY  # noqa: PLC0415
    from mapping.access.rights import require_areas  # noqa: PLC0415

    grants, posts = _grants(right or (), lang), _posts(post or (), lang)
    with failures_told(lang):
        require_areas([area, *(one.area for one in grants), *(one.area for one in posts)], _areas(home, lang))
        token = managing.add(
            _base(home), ANYBODY, login=login, name=name, area=area, grants=grants, posts=posts, second_required=second_step
        )  # fmt: skip
        _print_link(token, login, address, lang)


@people.command()
def first(
    login: Login,
    name: Annotated[
        str | None, typer.Option(help="The name that others read; default: the word for administrator.")
    ] = None,
    address: Address = _HERE,
    home: Home = None,
    lang: Language = DEFAULT_LANG,
) -> None:
    """Make the first account, with every right over the region that is published; where there are accounts none is made."""
    from mapping.access import accounts, managing  # noqa: PLC0415 (heavy)
    from mapping.access.person import ANYBODY  # noqa: PLC0415
    from mapping.access.rights import Grant, Right  # noqa: PLC0415
    from mapping.store import open_snapshot  # noqa: PLC0415

    with failures_told(lang):
        base, region = _base(home), open_snapshot(home_of(home)).region
        with base.reading() as connection:
            if accounts.listed(connection):
                out().print(text("people.first_there", lang))
                return
        named = name or text("people.first_name", lang)
        grants = [Grant(what, region) for what in Right]
        token = managing.add(base, ANYBODY, login=login, name=named, area=region, grants=grants)
        _print_link(token, login, address, lang)


@people.command()
def invite(login: Login, address: Address = _HERE, home: Home = None, lang: Language = DEFAULT_LANG) -> None:
    """Print a new link for one who lost the password or the phone; earlier links hold no more."""
    from mapping.access import managing  # noqa: PLC0415 (heavy)
    from mapping.access.person import ANYBODY  # noqa: PLC0415

    with failures_told(lang):
        _print_link(managing.invite(_base(home), ANYBODY, login), login, address, lang)


@people.command("list")
def list_people(home: Home = None, lang: Language = DEFAULT_LANG) -> None:
    """Every account with its rights and posts."""
    from mapping.access import accounts  # noqa: PLC0415 (heavy)
    from mapping.model import wording  # noqa: PLC0415

    with failures_told(lang), _base(home).reading() as connection:
        rows = [
            (
                one.person.login,
                one.person.name,
                one.person.area,
                text(f"people.{_state(one.closed is not None, bool(one.password))}", lang),
                " ".join(f"{grant.what}:{grant.area}" for grant in sorted(one.person.grants)),
                " ".join(f"{post.area}:{post.agency}:{post.post}" for post in sorted(one.person.posts)),
                wording.moment(one.seen, lang) if one.seen else text("people.never", lang),
            )
            for one in accounts.listed(connection)
        ]
    print_table(
        [text(f"people.{name}", lang) for name in ("login", "name", "area", "state", "rights", "posts", "seen")], rows
    )


@people.command()
def grant(login: Login, rights: Rights, home: Home = None, lang: Language = DEFAULT_LANG) -> None:
    """Give rights."""
    from mapping.access import managing  # noqa: PLC0415 (heavy)
    from mapping.access.person import ANYBODY  # noqa: PLC0415
    from mapping.access.rights import require_areas  # noqa: PLC0415

    grants = _grants(rights, lang)
    with failures_told(lang):
        require_areas([one.area for one in grants], _areas(home, lang))
        managing.give(_base(home), ANYBODY, login, grants)
        out().print(text("people.granted", lang, login=login))


@people.command()
def withdraw(login: Login, rights: Rights, home: Home = None, lang: Language = DEFAULT_LANG) -> None:
    """Take rights away; open pages follow within a second."""
    from mapping.access import managing  # noqa: PLC0415 (heavy)
    from mapping.access.person import ANYBODY  # noqa: PLC0415

    grants = _grants(rights, lang)
    with failures_told(lang):
        for one in grants:
            managing.withdraw(_base(home), ANYBODY, login, one)
        out().print(text("people.withdrawn", lang, login=login))


@people.command()
def close(login: Login, home: Home = None, lang: Language = DEFAULT_LANG) -> None:
    """Close an account for good: it is signed out everywhere, and its name stays with what it did."""
    from mapping.access import managing  # noqa: PLC0415 (heavy)
    from mapping.access.person import ANYBODY  # noqa: PLC0415

    with failures_told(lang):
        managing.close(_base(home), ANYBODY, login)
        out().print(text("people.closed_now", lang, login=login))


@people.command("sign-out")
def sign_out(login: Login, home: Home = None, lang: Language = DEFAULT_LANG) -> None:
    """End every session of an account."""
    from mapping.access import managing  # noqa: PLC0415 (heavy)
    from mapping.access.person import ANYBODY  # noqa: PLC0415

    with failures_told(lang):
        managing.sign_out_everywhere(_base(home), ANYBODY, login)
        out().print(text("people.signed_out", lang, login=login))


@people.command()
def unpin(login: Login, home: Home = None, lang: Language = DEFAULT_LANG) -> None:
    """Let a person come in with another account at the sign-in service; the next sign-in pins that one."""
    from mapping.access import managing  # noqa: PLC0415 (heavy)
    from mapping.access.person import ANYBODY  # noqa: PLC0415

    with failures_told(lang):
        managing.unpin(_base(home), ANYBODY, login)
        out().print(text("people.unpinned", lang, login=login))


@people.command()
def token(
    login: Login,
    name: Annotated[str | None, typer.Option(help="Make a token: what it is for, as the system's name.")] = None,
    days: Annotated[int, typer.Option(help="For how many days it holds.")] = 180,
    withdraw: Annotated[str | None, typer.Option(help="Withdraw the token of this id.")] = None,
    home: Home = None,
    lang: Language = DEFAULT_LANG,
) -> None:
    """Tokens by which other systems ask in the account's place: list them, make one, which is printed once, or withdraw one."""
    from mapping.access import api_tokens  # noqa: PLC0415 (heavy)
    from mapping.access.person import ANYBODY  # noqa: PLC0415

    with failures_told(lang):
        if withdraw is not None:
            api_tokens.withdraw(_base(home), ANYBODY, login, withdraw)
            out().print(text("people.token_taken", lang, login=login))
        if name is not None:
            made = api_tokens.make(_base(home), ANYBODY, login, name=name, days=days)
            out().print(text("people.token_once", lang, login=login))
            out().print(printable(made))
        if name is None and withdraw is None:
            _print_tokens(home, login, lang)


def _print_tokens(home: Path | None, login: str, lang: Lang) -> None:
    from mapping.access import accounts, api_tokens  # noqa: PLC0415 (heavy)
    from mapping.model import wording  # noqa: PLC0415

    with _base(home).reading() as connection:
        known = api_tokens.listed(connection, accounts.account_of(connection, login).person.id)
    if not known:
        out().print(text("people.no_tokens", lang, login=login))
        return
    seen = [wording.moment(one.seen, lang) if one.seen else text("people.never", lang) for one in known]
    rows = [
        (one.id, one.name, wording.moment(one.ends, lang), used) for one, used in zip(known, seen, strict=True)
    ]  # fmt: skip
    heads = ("token_id", "token_name", "token_ends", "seen")
    print_table([text(f"people.{head}", lang) for head in heads], rows)


@people.command("import")
def import_list(
    file: Annotated[
        Path, typer.Argument(help="CSV or XLSX with the columns login, name, area; also rights, posts, second_step.")
    ],
    address: Address = _HERE,
    home: Home = None,
    lang: Language = DEFAULT_LANG,
) -> None:
    """Take a list of people, each row on its own, and print what became of each; exit status 1 where a row was refused."""
    from mapping.access import roster  # noqa: PLC0415 (heavy)
    from mapping.access.person import ANYBODY  # noqa: PLC0415

    with failures_told(lang):
        taken = list(roster.take(_base(home), ANYBODY, roster.read(file), known=_areas(home, lang)))
    for one in taken:
        told = one.fault.told(lang) if one.fault else text(f"people.row_{one.outcome}", lang)
        out().print(printable(f"{text('people.row', lang, number=one.row.number)} {one.row.cells['login']}: {told}"))
        if one.token:
            out().print(printable(_link(one.token, address, lang)))
    refused = sum(one.fault is not None for one in taken)
    out().print(text("people.rows", lang, rows=len(taken), refused=refused))
    if refused:
        raise typer.Exit(1)


@people.command("audit")
def print_audit(
    last: Annotated[int, typer.Option(min=1, max=100_000, help="How many lines, the last first.")] = 50,
    home: Home = None,
    lang: Language = DEFAULT_LANG,
) -> None:
    """Print the book: who did what, when, and from which address."""
    from mapping.access import accounts, audit  # noqa: PLC0415 (heavy)
    from mapping.access.told import about_said, names_of, who_said  # noqa: PLC0415
    from mapping.live.decisions.journal import read_journal  # noqa: PLC0415
    from mapping.model import wording  # noqa: PLC0415
    from mapping.views.map.names import area_names  # noqa: PLC0415

    with failures_told(lang), _base(home).reading() as connection:
        snapshot, texts = _published(home), read_journal(home_of(home)).texts
        places: Mapping[str, str] = area_names(snapshot, lang) if snapshot else {}
        names = names_of(snapshot, accounts.names_by_login(connection), texts, lang)
        rows = [
            (
                wording.moment(one.time, lang),
                who_said(one, lang),
                one.peer,
                text(f"audit.act_{one.act}", lang),
                places.get(one.area, one.area),
                about_said(one, lang, names),
            )
            for one in audit.entries(connection, most=last)
        ]
    print_table([text(f"audit.{name}", lang) for name in ("when", "who", "from", "act", "area", "about")], rows)


@people.command()
def demo(home: Home = None, lang: Language = DEFAULT_LANG) -> None:
    """Make invented accounts of every role in an empty database, and print their passwords, which are new each time."""
    from mapping.cli.people.invented import invent  # noqa: PLC0415 (heavy)

    with failures_told(lang):
        rows = invent(home_of(home), _base(home), lang)
        out().print(text("people.invented", lang))
        print_table([text(f"people.{name}", lang) for name in ("login", "password", "name", "rights")], rows)


def _base(home: object) -> Database:
    from mapping.store.sql import database  # noqa: PLC0415 (heavy)

    return database(home_of(home))  # type: ignore[arg-type]


def _published(home: Path | None) -> Snapshot | None:
    """The current figures; None where there are none that can be read."""
    from mapping.store import NoSnapshot, open_snapshot  # noqa: PLC0415 (heavy)

    try:
        return open_snapshot(home_of(home))
    except NoSnapshot:
        return None


def _areas(home: Path | None, lang: Lang) -> Collection[str] | None:
    """The codes that there are; None where nothing is published, which is said."""
    snapshot = _published(home)
    if snapshot is None:
        err().print(text("people.areas_unchecked", lang))
        return None
    return frozenset(snapshot.areas.index)


def _state(is_closed: bool, has_password: bool) -> str:
    return "closed" if is_closed else "open" if has_password else "invited"


def _print_link(token: str, login: str, address: str, lang: Lang) -> None:
    out().print(text("people.link", lang, login=login))
    out().print(printable(_link(token, address, lang)))


def _link(token: str, address: str, lang: Lang) -> str:
    return f"{address.rstrip('/')}/auth/invitation/{token}?lang={lang}"


def _grants(written: Iterable[str], lang: Lang) -> list[Grant]:
    """Raises typer.BadParameter for what is no right."""
    from mapping.access.errors import RightWrong  # noqa: PLC0415 (heavy)
    from mapping.access.roster import rights_in  # noqa: PLC0415

    try:
        return [grant for one in written for grant in rights_in(one)]
    except RightWrong as fault:
        raise typer.BadParameter(fault.told(lang)) from None


def _posts(written: Iterable[str], lang: Lang) -> list[Post]:
    """Raises typer.BadParameter for what is no post."""
    from mapping.access.errors import PostWrong  # noqa: PLC0415 (heavy)
    from mapping.access.roster import post_in  # noqa: PLC0415

    try:
        return [post_in(one) for one in written]
    except PostWrong as fault:
        raise typer.BadParameter(fault.told(lang)) from None
