"""Lines of the book in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from mapping.access.audit import Act, Entry
from mapping.access.person import NO_AGENCY
from mapping.access.rights import Right
from mapping.model.locale import Lang, has_text, text
from mapping.model.vocabulary import SevenMember, TermKind
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.views.map.names import term_names
from mapping.views.oversight.situation import all_measures

_DOWNLOAD_PARTS = 3
_LONGEST = 60
_REPORT = re.compile(r"\d+ (?P<measure>.+) \d+ (?P<act>\w+)", re.DOTALL)
_FORM = re.compile(r"(?P<file>.*): (?P<numbers>\w+=\d+(?: \w+=\d+)*)", re.DOTALL)
_DECISION = re.compile(r"(?P<decision>\S+) \d+(?P<withdrawn> withdrawn)?")


@dataclass(frozen=True)
class Names:
    """How what stands in the book as a code is said: terms, logins, measures, decisions; what is not known is given back."""

    term: Callable[[TermKind, str], str] = lambda _kind, code: code
    person: Callable[[str], str] = str
    measure: Callable[[str], str] = str
    decision: Callable[[str], str] = str


def names_of(snapshot: Snapshot | None, people: Mapping[str, str], decisions: Mapping[str, str], lang: Lang) -> Names:
    """The names that a snapshot knows, those of `people` by login, and the words of `decisions` by id."""

    def term(kind: TermKind, code: str) -> str:
        if kind is TermKind.POST and code in list(SevenMember):
            return text(f"seven_member.{code}", lang)
        return term_names(snapshot, kind, lang).get(code, code) if snapshot else code

    def worded(words: Mapping[str, str], code: str) -> str:
        return f"{_short(words[code])} ({code})" if words.get(code) else code

    measures = _measures(snapshot.figures) if snapshot else {}
    return Names(
        term,
        lambda login: f"{people[login]} ({login})" if login in people else login,
        lambda measure: worded(measures, measure),
        lambda decision: worded(decisions, decision),
    )


@kept
def _measures(figures: Snapshot) -> dict[str, str]:
    rows = all_measures(figures)
    return dict(zip(rows["id"], rows["text"].fillna(""), strict=True))


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"


def who_said(entry: Entry, lang: Lang) -> str:
    """Who did it: name and login; what was typed by one who did not come in stands with what it was about."""
    if entry.login:
        return f"{entry.name} ({entry.login})"
    return text("audit.unknown" if entry.act in {Act.SIGN_IN_REFUSED, Act.OTHER_SUBJECT} else "audit.at_server", lang)


def about_said(entry: Entry, lang: Lang, names: Names = Names()) -> str:
    """What it was about: people, rights, posts, measures and files by their names."""
    said = _SAID.get(entry.act)
    return said(entry.about, lang, names) if said else names.person(entry.about)


def _right_said(about: str, lang: Lang, names: Names) -> str:
    login, _, what = about.rpartition(": ")
    return f"{names.person(login)}: {text(f'right.{what}', lang)}" if what in list(Right) else about


def _post_said(about: str, _lang: Lang, names: Names) -> str:
    login, _, codes = about.rpartition(": ")
    agency, _, post = codes.partition(" ")
    held = [names.term(TermKind.POST, post)]
    if agency != NO_AGENCY:
        held.append(names.term(TermKind.AGENCY, agency))
    return f"{names.person(login)}: {', '.join(held)}"


def _token_said(about: str, _lang: Lang, names: Names) -> str:
    login, _, named = about.partition(": ")
    return f"{names.person(login)}: {named.partition(' ')[2]}"


def _decision_said(about: str, lang: Lang, names: Names) -> str:
    found = _DECISION.fullmatch(about)
    if not found:
        return about
    withdrawn = [text("decision.withdrawn", lang)] if found["withdrawn"] else []
    return ": ".join([*withdrawn, names.decision(found["decision"])])


def _refusal_said(about: str, lang: Lang, _names: Names) -> str:
    """The address; before it the act, where a report was refused."""
    address, _, act = about.rpartition(" ")
    return f"{text(f'report.act_{act}', lang)}: {address}" if has_text(f"report.act_{act}") else about


def _report_said(about: str, lang: Lang, names: Names) -> str:
    """What was reported of which measure; of a form its name and what became of its rows."""
    if form := _FORM.fullmatch(about):
        numbers = {"known": "0", **dict(part.split("=") for part in form["numbers"].split())}
        if set(numbers) == {"taken", "known", "conflict", "refused", "blank"}:
            return f"{form['file']}: {text('report_form.counted', lang, **numbers)}"
    one = _REPORT.fullmatch(about)
    if one is None or not has_text(f"report.act_{one['act']}"):
        return about
    return f"{text('report.act_' + one['act'], lang)}: {names.measure(one['measure'])}"


def _file_said(about: str, _lang: Lang, _names: Names) -> str:
    """The file's name out of the header that gave it, else the address."""
    parts = about.split(" ", _DOWNLOAD_PARTS - 1)
    if len(parts) < _DOWNLOAD_PARTS:
        return about
    return unquote(parts[2].strip('"').removeprefix("UTF-8''").removeprefix("utf-8''")) or about


def _as_it_is(about: str, _lang: Lang, _names: Names) -> str:
    """What was typed, or said elsewhere."""
    return about


_SAID: Mapping[Act, Callable[[str, Lang, Names], str]] = {
    Act.GRANTED: _right_said,
    Act.WITHDRAWN: _right_said,
    Act.POST_GIVEN: _post_said,
    Act.POST_TAKEN: _post_said,
    Act.TOKEN_MADE: _token_said,
    Act.TOKEN_TAKEN: _token_said,
    Act.DOWNLOADED: _file_said,
    Act.REPORTED: _report_said,
    Act.DECIDED: _decision_said,
    Act.REFUSED: _refusal_said,
    Act.SIGN_IN_REFUSED: _as_it_is,
    Act.OTHER_SUBJECT: _as_it_is,
}
