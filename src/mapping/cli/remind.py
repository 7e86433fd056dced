"""`riskmap remind`: what is due and overdue, to every person who holds posts and every other post. Exit status: 0 success, 1 refused, 2 wrong usage."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from mapping.cli.options import Home, home_of
from mapping.cli.printing import REFUSED, err, failures_told, out, printable
from mapping.model.locale import DEFAULT_LANG, Lang, text

if TYPE_CHECKING:
    from mapping.live.reminders.due import Post
    from mapping.live.reminders.letter import Letter
    from mapping.store import Snapshot


class _Addressee(NamedTuple):
    """Whom a letter is to: what their file is called, their name, what they answer for, and where they are written to, "" for nowhere."""

    file: str
    name: str
    posts: frozenset[Post]
    mail: str
    lang: Lang


def remind(
    to: Annotated[
        Path | None,
        typer.Option("--out", file_okay=False, metavar="DIR", help="Write every letter here, HTML and PDF."),
    ] = None,
    recipients: Annotated[
        Path | None,
        typer.Option(
            "--list",
            exists=True,
            dir_okay=False,
            envvar="RISKMAP_REMIND_LIST",
            help="CSV or XLSX with login, or area, agency and post, and mail; lang where it is another.",
        ),
    ] = None,
    area: Annotated[str | None, typer.Option(metavar="CODE", help="Only posts of this area; default: all.")] = None,
    home: Home = None,
    lang: Annotated[
        Lang, typer.Option("--lang", envvar="RISKMAP_LANG", help="Language of letters and of what is printed.")
    ] = DEFAULT_LANG,
) -> None:
    """Write what is overdue, returned and due soon: into files, and by mail where RISKMAP_SMTP names a server.

    Nobody is written to twice for the same thing in a day. Meant to be run from a timer.
    """  # fmt: skip
    from mapping.live.current import live  # noqa: PLC0415 (heavy)
    from mapping.live.reminders.due import due_of  # noqa: PLC0415
    from mapping.live.reminders.letter import letter  # noqa: PLC0415
    from mapping.live.view import LiveView  # noqa: PLC0415
    from mapping.model.settings import settings  # noqa: PLC0415
    from mapping.store import open_snapshot  # noqa: PLC0415 (heavy)

    chosen = settings()
    if to is None and chosen.smtp is None:
        raise typer.BadParameter(text("reminder.nowhere", lang), param_hint="--out")
    letters: list[tuple[_Addressee, Letter]] = []
    own = chosen.remind_text or ""
    with failures_told(lang):
        snapshot, today = live(open_snapshot(home_of(home))), date.today()
        if isinstance(snapshot, LiveView):  # of today, though the last report be of yesterday
            snapshot = snapshot.judged_on(today)
        if area is not None and area not in snapshot.areas.index:
            raise typer.BadParameter(text("plan.bad_area", lang, given=area), param_hint="--area")
        for one in _addressees(snapshot, home_of(home), recipients, area, lang):
            parts = due_of(snapshot, one.posts, chosen.remind_days)
            if parts:
                letters.append((one, letter(snapshot, one.name, parts, one.lang, day=today, own=own)))
        if to is not None:
            _write(letters, snapshot, to, lang)
        if chosen.smtp is not None:
            _send(letters, snapshot, home_of(home), lang)


def _addressees(
    snapshot: Snapshot, home: Path, recipients: Path | None, area: str | None, lang: Lang
) -> Iterator[_Addressee]:
    """People who hold posts; then the posts with something to do that nobody of them holds."""
    from mapping.access import accounts  # noqa: PLC0415 (heavy)
    from mapping.access.person import NO_AGENCY  # noqa: PLC0415
    from mapping.live.reminders.due import posts_with_work  # noqa: PLC0415
    from mapping.live.reminders.recipients import read_recipients  # noqa: PLC0415
    from mapping.model.settings import settings  # noqa: PLC0415
    from mapping.store.sql import database  # noqa: PLC0415
    from mapping.store.sql.opened import is_begun  # noqa: PLC0415

    listed = read_recipients(recipients) if recipients else []
    by_login = {one.login: one for one in listed if one.login}
    by_post = {one.post: one for one in listed if not one.login}
    held: set[Post] = set()
    if is_begun(home):
        with database(home).reading() as connection:
            people = [one.person for one in accounts.listed(connection) if one.closed is None and one.person.posts]
        for person in people:
            posts = {
                (one.area, "" if one.agency == NO_AGENCY else one.agency, one.post)
                for one in person.posts
                if one.area.startswith(area or "")
            }
            held |= posts
            known = by_login.get(person.login)
            spoken = known.lang if known and known.lang else lang
            if posts:
                yield _Addressee(person.login, person.name, frozenset(posts), known.mail if known else "", spoken)
    for post in posts_with_work(snapshot, area or snapshot.region, settings().remind_days):
        if post not in held and (post[0], "", post[2]) not in held:
            found = by_post.get(post) or by_post.get((post[0], "", post[2]))
            spoken = found.lang if found and found.lang else lang
            name = _post_in_words(snapshot, post, spoken)
            file = "-".join(part for part in post if part)
            yield _Addressee(file, name, frozenset({post}), found.mail if found else "", spoken)


def _post_in_words(snapshot: Snapshot, post: Post, lang: Lang) -> str:
    from mapping.model.locale import name_column  # noqa: PLC0415
    from mapping.model.vocabulary import SevenMember, TermKind  # noqa: PLC0415
    from mapping.views.map.names import term_names  # noqa: PLC0415

    area, agency, code = post
    named = text(f"seven_member.{code}", lang) if code in list(SevenMember) else ""
    words = [named or term_names(snapshot, TermKind.POST, lang).get(code, code)]
    if agency:
        words.append(term_names(snapshot, TermKind.AGENCY, lang).get(agency, agency))
    return f"{snapshot.areas[name_column(lang)][area]}: {', '.join(words)}"


def _write(letters: list[tuple[_Addressee, Letter]], snapshot: Snapshot, to: Path, lang: Lang) -> None:
    from mapping.live.reminders.letter import as_html, as_pdf  # noqa: PLC0415 (heavy)

    to.mkdir(parents=True, exist_ok=True)
    for one, written in letters:
        (to / f"{one.file}.html").write_bytes(as_html(written))
        (to / f"{one.file}.pdf").write_bytes(as_pdf(written, snapshot))
    out().print(printable(text("reminder.written", lang, count=len(letters), folder=to)))


def _send(letters: list[tuple[_Addressee, Letter]], snapshot: Snapshot, home: Path, lang: Lang) -> None:
    """To those who have an address, what they were not told today, within the hours that are set. Exit status 1 where any was not taken."""
    from mapping.live.reminders.claims import claim, give_up  # noqa: PLC0415 (heavy)
    from mapping.live.reminders.letter import as_pdf  # noqa: PLC0415
    from mapping.live.reminders.mail import MailRefused, message_of, post_office, send  # noqa: PLC0415
    from mapping.model.settings import settings  # noqa: PLC0415
    from mapping.store.sql import database  # noqa: PLC0415

    chosen, base, today = settings(), database(home), date.today()
    if not chosen.reminds_at(datetime.now()):
        out().print(text("reminder.not_now", lang))
        return
    sent, known, refused = 0, 0, 0
    with post_office(chosen) as server:
        for one, written in (pair for pair in letters if pair[0].mail):
            new = claim(base, today, one.mail, written.about)
            if not new:
                known += 1
                continue
            try:
                sender = chosen.smtp_from or f"riskmap@{server.local_hostname}"
                send(server, message_of(written, as_pdf(written, snapshot), sender=sender, mail=one.mail))
                sent += 1
            except Exception as fault:  # whatever it was: what was not sent was not told
                give_up(base, today, one.mail, new)
                if not isinstance(fault, MailRefused):
                    raise
                err().print(printable(fault.told(lang)))
                refused += 1
    nowhere = sum(not one.mail for one, _ in letters)
    out().print(text("reminder.sent", lang, sent=sent, known=known, refused=refused, nowhere=nowhere))
    if refused:
        raise typer.Exit(REFUSED)
