"""What becomes of each row of a form: taken, refused alone, in conflict with a later report, or not filled in, which is no fault."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mapping.live.forms.filled import Row, day_in, per_cent_in
from mapping.live.reports import book, rules
from mapping.live.reports.errors import NotYours, Overtaken, ReportRefused
from mapping.live.reports.measure import known_of
from mapping.live.reports.report import Act, Draft
from mapping.live.reports.rules import Known
from mapping.model.locale import Lang, text
from mapping.store import Snapshot
from mapping.store.sql import Database

MOST_ROWS = 20_000
_AT_ONCE = 500
"""So many rows are kept together: others who report wait no longer than these take."""


class Fate(StrEnum):
    """What became of a row."""

    TAKEN = "taken"
    KNOWN = "known"
    CONFLICT = "conflict"
    REFUSED = "refused"
    BLANK = "blank"


@dataclass(frozen=True)
class Outcome:
    """A row of the file, the measure that it names, and what became of it; `why` where it was not taken."""

    row: int
    measure: str
    fate: Fate
    why: ReportRefused | None = None

    def told(self, lang: Lang) -> str:
        """What became of it, and what to do."""
        return self.why.told(lang) if self.why else text(f"report_form.was_{self.fate}", lang)


def take_form(
    base: Database, figures: Snapshot, rows: Sequence[Row], *, may: Callable[[Act, str], bool], person: str, is_unbound: bool,
    today: date | None = None,
) -> list[Outcome]:  # fmt: skip
    """What became of each row, in their order. `may`: whether this act is allowed in this area. The same form brought again counts once,
    also by somebody else as long as nothing else was reported since.

    Raises ReportRefused where there are more than MOST_ROWS, DatabaseUnusable: rows until then were kept, and count once when brought again.
    """
    if len(rows) > MOST_ROWS:
        raise ReportRefused("file", "report_form.many", most=MOST_ROWS)
    outcomes: dict[int, Outcome] = {}
    drafts: list[tuple[int, Draft, Known]] = []
    for place, row in enumerate(rows):
        try:
            draft = _draft(row)
            if draft is None:
                outcomes[place] = Outcome(row.number, row.measure, Fate.BLANK)
                continue
            known = known_of(figures, draft.measure)
            if not may(draft.act, known.area):
                raise NotYours
            drafts.append((place, draft, known))
        except ReportRefused as fault:
            outcomes[place] = Outcome(row.number, row.measure, Fate.REFUSED, fault)
    for start in range(0, len(drafts), _AT_ONCE):
        some = drafts[start : start + _AT_ONCE]
        answers = book.add_many(base, [one[1:] for one in some], person=person, is_unbound=is_unbound, today=today)
        for (place, draft, _), answer in zip(some, answers, strict=True):
            outcomes[place] = _outcome(rows[place], draft.key, answer)
    return [outcomes[place] for place in range(len(rows))]


def counted(outcomes: Sequence[Outcome]) -> dict[Fate, int]:
    """How many rows met which fate, in the order of `Fate`."""
    numbers = Counter(one.fate for one in outcomes)
    return {fate: numbers[fate] for fate in Fate}


def _outcome(row: Row, key: str, answer: object) -> Outcome:
    if (
        isinstance(answer, Overtaken) and answer.theirs.key == key
    ):  # this very row, brought by somebody else, is what stands
        return Outcome(row.number, row.measure, Fate.KNOWN)
    if isinstance(answer, ReportRefused):
        fate = Fate.CONFLICT if isinstance(answer, Overtaken) else Fate.REFUSED
        return Outcome(row.number, row.measure, fate, answer)
    return Outcome(row.number, row.measure, Fate.TAKEN)


def _draft(row: Row) -> Draft | None:
    """What a row reports: a day makes it done, a per cent progress, words alone a comment; None where nothing was filled in. Raises ReportRefused."""
    if row.is_blank:
        return None
    progress, done_on, words = (row.cells.get(name) for name in ("progress", "done_on", "words"))
    version = row.cells.get("version")
    if not isinstance(version, int):
        raise ReportRefused("version", "report_refused.version_missing")
    written = rules.read_words(None if words is None else str(words))
    day, share = _day(done_on), _per_cent(progress)
    act = Act.DONE if day else Act.PROGRESS if share is not None else Act.COMMENT
    if act is Act.DONE and share not in (None, 100):
        raise ReportRefused("progress", "report_form.done_in_part", given=share)
    said = (row.measure, version, act, share if act is Act.PROGRESS else None, day, written)
    key = f"form-{hashlib.sha256(repr(said).encode()).hexdigest()[:40]}"
    return Draft(row.measure, version, act, key, progress=said[3], done_on=day, words=written)


def _day(cell: object) -> date | None:
    if cell is None or not str(cell).strip():
        return None
    day = day_in(cell)  # type: ignore[arg-type]
    if day is None:
        raise ReportRefused("done_on", "decision_problem.day_form", given=str(cell)[:40])
    return day


def _per_cent(cell: object) -> int | None:
    if cell is None or not str(cell).strip():
        return None
    share = per_cent_in(cell)  # type: ignore[arg-type]
    if share is None:
        raise ReportRefused("progress", "report_refused.progress_form")
    return share
