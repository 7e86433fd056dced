"""One report, and how a measure stands by what was reported of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from mapping.measures.progress import Awaits
from mapping.model.vocabulary import MeasureStatus


class Act(StrEnum):
    """What one may report."""

    PROGRESS = "progress"
    DONE = "done"
    CONFIRM = "confirm"
    RETURN = "return"
    DEADLINE = "deadline"
    CANCEL = "cancel"
    COMMENT = "comment"
    FILE = "file"


BESIDE = frozenset({Act.COMMENT, Act.FILE})
"""Acts that leave a measure as it stands: they meet no other report, so they are never in conflict."""
FROM_ABOVE = frozenset({Act.CONFIRM, Act.RETURN, Act.DEADLINE, Act.CANCEL})
"""Acts of those who confirm at the area above: what is asked of somebody is not changed by themselves."""


@dataclass(frozen=True)
class Draft:
    """What somebody sends. `version`: the version of the measure that they saw, 0 before the first report; `key`: what they call it, so that
    sending it again does not count twice. `file`, `media`, `size`: of a FILE, whose name is its `words`."""

    measure: str
    version: int
    act: Act
    key: str
    progress: int | None = None
    done_on: date | None = None
    deadline: date | None = None
    words: str = ""
    file: str = ""
    media: str = ""
    size: int = 0


@dataclass(frozen=True)
class Report:
    """A report that was kept. `seq` numbers all of them in the order in which they were kept; `version` counts those that change the measure,
    and a comment or a file has the version that it found. `person`: an account's id, "" where nobody signs in."""

    seq: int
    measure: str
    version: int
    area: str
    time: datetime
    person: str
    act: Act
    progress: int | None
    done_on: date | None
    deadline: date | None
    words: str
    file: str
    media: str
    size: int
    key: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a measure stands by its reports; what is None stands as in the figures.

    `reporter`: who reported it done, `since` when; `seq`, `time`, `version`: of the last report that changed it; `latest`: the last of all, comments
    too, but no file, which comes with words of its own; `heard_at`: of the last of any kind.
    """

    seq: int = 0
    version: int = 0
    time: datetime | None = None
    status: MeasureStatus | None = None
    progress: int | None = None
    progress_before: int | None = None
    done_on: date | None = None
    deadline: date | None = None
    result: str = ""
    awaits: Awaits = Awaits.NOTHING
    reporter: str = ""
    since: datetime | None = None
    latest: Report | None = None
    heard_at: datetime | None = None

    @property
    def heard(self) -> date | None:
        """The day of the last report of any kind, by this machine's clock."""
        return self.heard_at.astimezone().date() if self.heard_at else None

    def after(self, report: Report) -> Standing:
        """How it stands after one more report."""
        latest = self.latest if report.act is Act.FILE and self.latest else report
        told = replace(self, latest=latest, heard_at=report.time)
        if report.act in BESIDE:
            return told
        stands = replace(told, **self._changed(report))
        return replace(stands, seq=report.seq, version=report.version, time=report.time)

    def _changed(self, report: Report) -> dict[str, Any]:
        match report.act:
            case Act.PROGRESS:
                under_way = {"status": MeasureStatus.IN_PROGRESS, "awaits": Awaits.NOTHING, "done_on": None}
                return {**under_way, "progress": report.progress, "result": report.words or self.result}
            case Act.DONE:
                waiting = {
                    "status": MeasureStatus.DONE,
                    "awaits": Awaits.CONFIRMATION,
                    "reporter": report.person,
                    "since": report.time,
                }
                done = {"progress": 100, "progress_before": self.progress, "done_on": report.done_on}
                return {**waiting, **done, "result": report.words or self.result}
            case Act.CONFIRM:
                return {"awaits": Awaits.NOTHING}
            case Act.RETURN:
                again = {"status": MeasureStatus.IN_PROGRESS, "awaits": Awaits.WORK, "done_on": None}
                return {**again, "progress": self.progress_before}
            case Act.DEADLINE:
                return {"deadline": report.deadline}
            case _:
                return {"status": MeasureStatus.CANCELLED, "awaits": Awaits.NOTHING}


def standing(reports: Iterable[Report]) -> Standing:
    """How a measure stands after its reports, in their order."""
    stands = Standing()
    for report in reports:
        stands = stands.after(report)
    return stands
