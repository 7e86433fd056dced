"""What a person typed, read into a decision or refused field by field, in the words of `decision_problem` of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from mapping.live.decisions.decision import Content
from mapping.measures.gaps.situation import Limits
from mapping.model.levels import Level, level_of
from mapping.model.locale import Lang, name_column, text
from mapping.model.names import latin
from mapping.model.periods import Quarter
from mapping.model.vocabulary import Group, SevenMember, TermKind
from mapping.reading.persons import persons_in
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.views.oversight.situation import all_assignments

LONGEST_TEXT = 2000
LONGEST_POST = 200
YEARS_AHEAD = 5
MEETING_YEARS = range(1990, 2090)
"""The year 26 is a slip of the hand. Deadlines of all these have a quarter that can be written (`model.periods`)."""
COPIES = Limits().copies
"""In more mahallas than this one text is no targeted measure: the gap rule `copied_text` would name it."""

_TERMS = {"agency": TermKind.AGENCY, "factor": TermKind.FACTOR, "sector": TermKind.SECTOR}


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong with a field: a rule of the catalogue's `decision_problem`, and what fills its text."""

    field: str
    rule: str
    details: Mapping[str, object]

    def told(self, lang: Lang) -> str:
        """What is wrong and what to do."""
        return text(f"decision_problem.{self.rule}", lang, **self.details)


class NotTaken(Exception):
    """What was typed is no decision yet; nothing was kept."""

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.told(Lang.EN) for problem in problems))


class _Form:
    """The fields as they came; every reader notes what is wrong and goes on, so that all of it is told at once."""

    def __init__(self, given: Mapping[str, object], snapshot: Snapshot) -> None:
        self.given = given
        self.snapshot = snapshot
        self.problems: list[FieldProblem] = []

    def refuse(self, field: str, rule: str, **details: object) -> None:
        self.problems.append(FieldProblem(field, rule, details))

    def words(self, field: str, longest: int = LONGEST_POST) -> str:
        """The text of a field on one line; what is no text counts as nothing typed."""
        value = self.given.get(field)
        written = " ".join(_visible(value).split()) if isinstance(value, str) else ""
        if len(written) > longest:
            self.refuse(field, "too_long", longest=longest)
        elif persons := persons_in(written):
            self.refuse(field, f"person_{persons}")
        return written

    def area(self) -> str:
        code = self.words("area")
        if not code:
            self.refuse("area", "area_missing")
        elif code not in self.snapshot.areas.index:
            self.refuse("area", "area_unknown", given=code)
        return code

    def mahallas(self, area: str) -> tuple[str, ...]:
        """Where it is carried out: the mahalla itself; of a wider area those that were chosen."""
        if not self.problems and level_of(area) is Level.MAHALLA:
            return (area,)
        given = self.given.get("mahallas") or ()
        codes = list(dict.fromkeys(map(str, given))) if isinstance(given, list | tuple) else ["?"]
        if any(not code.startswith(area) or not self._is_mahalla(code) for code in codes):
            self.refuse("mahallas", "mahallas_outside")
        elif len(codes) > COPIES:
            self.refuse("mahallas", "mahallas_many", most=COPIES)
        return tuple(codes)

    def _is_mahalla(self, code: str) -> bool:
        areas = self.snapshot.areas
        return code in areas.index and str(areas.at[code, "level"]) == Level.MAHALLA

    def term(self, field: str) -> str:
        """The code of an entry of an open list, told by its code or by its name in any language."""
        written = self.words(field)
        found = find_term(self.snapshot, _TERMS[field], written)
        if written and not found:
            self.refuse(field, "term_unknown", given=written)
        return found

    def choice(self, field: str, choices: type[StrEnum]) -> str:
        written = self.words(field)
        if written and written not in list(choices):
            self.refuse(field, "term_unknown", given=written)
            return ""
        return written

    def day(self, field: str) -> date | None:
        """A day as 2026-03-31, 31.03.2026 or 31032026; None where nothing was typed or it is no day."""
        written = self.words(field)
        for form in ("%Y-%m-%d", "%d.%m.%Y", "%d%m%Y"):
            try:
                return datetime.strptime(written, form).date()
            except ValueError:
                continue
        if written:
            self.refuse(field, "day_form", given=written)
        return None

    def meeting(self, today: date) -> date:
        """The day of the meeting, today where none was typed."""
        found = self.day("meeting") or today
        if found.year not in MEETING_YEARS:
            self.refuse("meeting", "day_form", given=self.given.get("meeting"))
            return today
        return found

    def deadline(self, meeting: date) -> date | None:
        found = self.day("deadline")
        if found is None:
            if all(problem.field != "deadline" for problem in self.problems):
                self.refuse("deadline", "deadline_missing")
        elif found < meeting:
            self.refuse("deadline", "deadline_before")
        elif found.year > meeting.year + YEARS_AHEAD:
            self.refuse("deadline", "deadline_far", years=YEARS_AHEAD)
        return found

    def quarter(self, deadline: date | None) -> str:
        """The quarter asked for, else that of the deadline."""
        written = self.words("quarter")
        try:
            return str(Quarter.parse(written)) if written else str(Quarter.of(deadline)) if deadline else ""
        except ValueError:
            self.refuse("quarter", "quarter_form", given=written)
            return ""


def read_content(given: Mapping[str, object], snapshot: Snapshot, *, today: date) -> Content:
    """The decision that was typed. Raises NotTaken with everything that is wrong with it.

    Fields: `area`, `text`, `deadline` and `post` or `agency` are asked for; `mahallas`, `quarter`, `meeting` (default:
    `today`), `factor`, `sector`, `target_group`, `seven_member` may be left out. Unknown fields are passed over.
    """
    form = _Form(given, snapshot)
    area = form.area()
    mahallas = form.mahallas(area)
    meeting = form.meeting(today)
    deadline = form.deadline(meeting)
    quarter = form.quarter(deadline)
    written = form.words("text", LONGEST_TEXT)
    if not written:
        form.refuse("text", "text_missing")
    post = _Post.read(form)
    factor, sector = form.term("factor"), form.term("sector")
    group, member = form.choice("target_group", Group), form.choice("seven_member", SevenMember)
    if form.problems or deadline is None:
        raise NotTaken(form.problems)
    return Content(
        area=area, mahallas=mahallas, text=written, deadline=deadline, quarter=quarter, meeting=meeting, snapshot=snapshot.id,
        agency=post.agency, post=post.code, post_words=post.words, factor=factor, sector=sector,
        seven_member=SevenMember(member or post.member) if member or post.member else None,
        target_group=Group(group or Group.ALL),
    )  # fmt: skip


@dataclass(frozen=True)
class _Post:
    """Who answers: the code of a listed post, or a member of the mahalla seven, or words; and the agency."""

    agency: str
    code: str = ""
    member: str = ""
    words: str = ""

    @classmethod
    def read(cls, form: _Form) -> _Post:
        written, agency = form.words("post"), form.term("agency")
        if not written and not any(form.given.get(other) for other in ("agency", "seven_member")):
            form.refuse("post", "post_missing")
        if member := find_member(written):
            return cls(agency, member=member)
        code = find_term(form.snapshot, TermKind.POST, written)
        if code:
            return cls(agency or agency_of(form.snapshot, code, form.words("area")), code=code)
        return cls(agency, words=written)


def agency_of(snapshot: Snapshot, post: str, area: str) -> str:
    """The agency to which the post belongs where it is assigned nearest around the area, else anywhere; "" where to several."""
    held = all_assignments(snapshot)
    held = held[held["post"] == post]
    near = max((str(code) for code in held["area"] if area.startswith(str(code))), key=len, default="")
    found = set(held.loc[held["area"] == near, "agency"] if near else held["agency"])
    return str(found.pop()) if len(found) == 1 else ""


def find_term(snapshot: Snapshot, kind: TermKind, written: str) -> str:
    """The code of an entry by its code, or by its name in any language, whatever apostrophes; "" when there is none."""
    known = _terms_by_name(snapshot, kind)
    return written if written in known.values() else known.get(latin(written), "")


@kept
def _terms_by_name(snapshot: Snapshot, kind: TermKind) -> dict[str, str]:
    terms = snapshot.terms(kind)
    names = {
        latin(str(name)): str(code)
        for lang in reversed(Lang)
        for code, name in reversed(list(terms[name_column(lang)].items()))
    }
    return {str(code): str(code) for code in terms.index} | {name: code for name, code in names.items() if name}


def find_member(written: str) -> str:
    """The member of the mahalla seven by code or by name in any language; "" when it is none."""
    key = latin(written)
    for member in SevenMember:
        if written == member or (key and any(latin(text(f"seven_member.{member}", lang)) == key for lang in Lang)):
            return str(member)
    return ""


def _visible(written: str) -> str:
    """The text without signs that nobody sees: what steers a terminal, half characters, joiners of no width."""
    return "".join(sign for sign in written if sign.isprintable() or sign.isspace())
