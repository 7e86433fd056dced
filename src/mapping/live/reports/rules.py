"""What a report must hold, and when it may be made. Each rule says what is wrong and what to do, in `report_refused` of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mapping.live.reports.errors import ReportRefused
from mapping.live.reports.report import BESIDE, FROM_ABOVE, Act, Draft, Standing
from mapping.measures.progress import Awaits
from mapping.model.vocabulary import MeasureStatus
from mapping.reading.persons import persons_in

LONGEST_WORDS = 2000
LONGEST_KEY = 64
YEARS_AHEAD = 5
EARLIEST = date(2000, 1, 1)
_ASK_A_REASON = {Act.RETURN, Act.DEADLINE, Act.CANCEL}
_OF_WORK = {Act.PROGRESS, Act.DONE, Act.DEADLINE, Act.CANCEL}


@dataclass(frozen=True)
class Known:
    """A measure as the figures have it, which hold what was reported until `seq`. `area`: its mahalla."""

    area: str
    status: MeasureStatus
    deadline: date | None
    seq: int = 0


def read(given: dict[str, object]) -> Draft:
    """What was sent, as a draft: its form alone is looked at. Raises ReportRefused."""
    act, version = given.get("act"), given.get("version")
    if not isinstance(act, str) or act not in list(Act) or act == Act.FILE:
        raise ReportRefused("act", "report_refused.act_unknown", given=str(act)[:40])
    if not isinstance(version, int) or isinstance(version, bool):
        raise ReportRefused("version", "report_refused.version_missing")
    return Draft(
        measure=str(given.get("measure", "")),
        version=version,
        act=Act(act),
        key=read_key(given.get("key")),
        progress=_per_cent(given.get("progress")) if act == Act.PROGRESS else None,
        done_on=_day("done_on", given.get("done_on")) if act == Act.DONE else None,
        deadline=_day("deadline", given.get("deadline")) if act == Act.DEADLINE else None,
        words=read_words(given.get("words")),
    )


def read_key(given: object) -> str:
    """What the sender calls the report. Raises ReportRefused where it is none: without it a report sent twice would count twice."""
    if not isinstance(given, str) or not 0 < len(given) <= LONGEST_KEY or not given.isprintable():
        raise ReportRefused("key", "report_refused.key_missing", most=LONGEST_KEY)
    return given


def read_words(given: object, *, field: str = "words") -> str:
    """What was written, on one line and without signs that cannot be seen. Raises ReportRefused for what tells of a person."""
    written = "".join(sign if sign.isprintable() else " " for sign in given) if isinstance(given, str) else ""
    words = " ".join(written.split())
    if len(words) > LONGEST_WORDS:
        raise ReportRefused(field, "decision_problem.too_long", longest=LONGEST_WORDS)
    if persons := persons_in(words):
        raise ReportRefused(field, f"decision_problem.person_{persons}")
    return words


def require(draft: Draft, known: Known, stands: Standing, *, person: str, is_unbound: bool, today: date) -> None:
    """Whether this may be reported of a measure that stands so. `is_unbound`: nobody is told apart. Raises ReportRefused."""
    status = stands.status or known.status
    if draft.act in _OF_WORK and _is_over(status, stands):
        raise ReportRefused("act", f"report_refused.closed_{status}")
    if draft.act is Act.CONFIRM:
        _require_confirmable(stands, person=person, is_unbound=is_unbound)
    if draft.act is Act.RETURN and status not in (MeasureStatus.DONE, MeasureStatus.CANCELLED):
        raise ReportRefused("act", "report_refused.not_done")
    if draft.act in _ASK_A_REASON and not draft.words:
        raise ReportRefused("words", "report_refused.reason_missing")
    if draft.act is Act.COMMENT and not draft.words:
        raise ReportRefused("words", "report_refused.words_missing")
    if draft.done_on and not EARLIEST <= draft.done_on <= today:
        raise ReportRefused("done_on", "report_refused.done_on_wrong", given=draft.done_on.isoformat())
    if draft.act is Act.DEADLINE:
        _require_deadline(draft.deadline, stands.deadline or known.deadline, today)


def may(act: Act, *, reports: bool, confirms_above: bool) -> bool:
    """Whether one may report this who may report in the area, or confirm at the area above. Whoever confirms may say something, too."""
    if act in FROM_ABOVE:
        return confirms_above
    return reports or (confirms_above and act in BESIDE)


def offered(known: Known, stands: Standing, *, person: str, is_unbound: bool) -> list[Act]:
    """What may be reported of a measure that stands so, whoever may do it where."""
    status = stands.status or known.status
    if _is_over(status, stands):
        return [Act.COMMENT, Act.FILE, Act.RETURN]
    if stands.awaits is not Awaits.CONFIRMATION:
        return [Act.PROGRESS, Act.DONE, Act.COMMENT, Act.FILE, Act.DEADLINE, Act.CANCEL]
    is_own = stands.reporter == person and not is_unbound
    return [
        *([] if is_own else [Act.CONFIRM]),
        Act.RETURN,
        Act.PROGRESS,
        Act.COMMENT,
        Act.FILE,
        Act.DEADLINE,
        Act.CANCEL,
    ]


def _is_over(status: MeasureStatus, stands: Standing) -> bool:
    """Done and nothing is awaited any more, or cancelled. What waits for confirmation can still be taken back by another report."""
    return status is MeasureStatus.CANCELLED or (
        status is MeasureStatus.DONE and stands.awaits is not Awaits.CONFIRMATION
    )


def _require_confirmable(stands: Standing, *, person: str, is_unbound: bool) -> None:
    if stands.awaits is not Awaits.CONFIRMATION:
        raise ReportRefused("act", "report_refused.not_reported")
    if stands.reporter == person and not is_unbound:
        raise ReportRefused("act", "report_refused.own_report")


def _require_deadline(new: date | None, old: date | None, today: date) -> None:
    if new is None or new < today:
        raise ReportRefused("deadline", "report_refused.deadline_past")
    if new == old:
        raise ReportRefused("deadline", "report_refused.deadline_same")
    if new.year > today.year + YEARS_AHEAD:
        raise ReportRefused("deadline", "decision_problem.deadline_far", years=YEARS_AHEAD)


def _per_cent(given: object) -> int:
    if not isinstance(given, int) or isinstance(given, bool) or not 0 <= given <= 100:
        raise ReportRefused("progress", "report_refused.progress_form")
    return given


def _day(field: str, given: object) -> date:
    """A day as 2026-03-31 or 31.03.2026."""
    if given in (None, ""):
        raise ReportRefused(field, f"report_refused.{field}_missing")
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(str(given), form).date()
        except ValueError:
            continue
    raise ReportRefused(field, "decision_problem.day_form", given=str(given)[:40])
