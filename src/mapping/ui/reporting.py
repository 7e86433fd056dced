"""What whoever looks at a page may report of the measures on it, and the words of the form in which they do."""

from __future__ import annotations

from typing import Any

from mapping.access.person import Person
from mapping.access.rights import Right
from mapping.live.reports import rules
from mapping.live.reports.measure import known_of
from mapping.live.reports.report import Act, Standing
from mapping.live.view import LiveView
from mapping.model import wording
from mapping.model.levels import Level, level_of, parent_of
from mapping.model.locale.texts import catalogue
from mapping.store import Snapshot, current_id
from mapping.store.home import default_home
from mapping.ui.person import person
from mapping.ui.state import Screen
from mapping.views.map import addresses

_FORM = (
    "title", "open", "send", "close", "none", "history", "not_reached", "field_progress", "field_done_on", "field_deadline",
    "field_words", "field_reason", "field_file",
)  # fmt: skip
_OUTBOX = ("outbox", "saved", "waiting", "sign_in", "refused", "theirs", "mine", "on_top", "discard", "edit")


def unfilled(screen: Screen, section: str, *names: str) -> dict[str, str]:
    """Texts of a section of the catalogue with their placeholders, which the browser fills."""
    return {name: catalogue()[f"{section}.{name}"][screen.lang] for name in names}


def may_report_on(screen: Screen) -> Person | None:
    """Who looks at this page, where it shows the work as it is now; None at a past one, on which nothing can be reported."""
    is_now = screen.selection.snapshot is None and screen.snapshot.id == current_id(default_home())
    return person() if is_now and screen.selection.seq is None else None


def confirms_in(one: Person) -> tuple[str, ...]:
    """The widest areas whose measures one may confirm: from a district on, for a mahalla's are confirmed above it. Where nobody is told apart, all: their
    codes begin with nothing."""
    if one.is_unbound:
        return ("",)
    return tuple(area for area in one.areas(Right.CONFIRM) if level_of(area) is not Level.MAHALLA)


def may_confirm() -> bool:
    """Whether there is anything that this person might confirm."""
    return bool(confirms_in(person()))


def offered(snapshot: Snapshot, one: Person, measure: str) -> dict[str, Any]:
    """The version of a measure that is looked at, and the acts that this person may report of it; nothing where there are none."""
    known = known_of(snapshot.figures, measure)
    stands = snapshot.standing(measure) if isinstance(snapshot, LiveView) else Standing()
    reports, above = one.may(Right.REPORT, known.area), one.may(Right.CONFIRM, parent_of(known.area) or known.area)
    if not (reports or above):
        return {}
    open_acts = rules.offered(known, stands, person=one.id, is_unbound=one.is_unbound)
    acts = [act.value for act in open_acts if rules.may(act, reports=reports, confirms_above=above)]
    return {"version": stands.version, "acts": acts}


def form_told(screen: Screen) -> dict[str, Any]:
    """What the form needs whichever measure it is of."""
    return {
        "address": addresses.reports(),
        "lang": str(screen.lang),
        "acts": {act.value: screen.text(f"report.act_{act}") for act in Act},
        "words": unfilled(screen, "report", *_FORM, *_OUTBOX),
    }


def judged_told(screen: Screen) -> str:
    """On which day the measures that are shown are judged, in words, where that is another than the day of the figures; else nothing."""
    snapshot = screen.snapshot
    if snapshot.day == snapshot.as_of:
        return ""
    days = {"day": wording.day(snapshot.day, screen.lang), "figures": wording.day(snapshot.as_of, screen.lang)}
    return screen.text("report.judged", **days)


def work_told(screen: Screen) -> dict[str, Any]:
    """Until when the work is shown, for the head of a page; where it is as it is now, the browser asks whether anything was added."""
    snapshot = screen.snapshot
    time = snapshot.work.time if isinstance(snapshot, LiveView) else None
    said = screen.text("report.work_of", when=wording.moment(time, screen.lang)) if time else ""
    asked = {"ask": addresses.live(), "seq": snapshot.seq} if may_report_on(screen) else {}
    return {"said": said, "person": person().id, "form": form_told(screen), **asked}
