"""The book of reports: each is kept whole with its number before it is answered, and none is changed afterwards."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, false, func, insert, or_, select

from mapping.live.reports import rules
from mapping.live.reports.errors import KeyUsed, Overtaken, ReportRefused
from mapping.live.reports.report import BESIDE, Act, Draft, Report, standing
from mapping.live.reports.rules import Known
from mapping.live.reports.tables import REPORT
from mapping.store.sql import Database

_CONTENT = ("measure", "act", "progress", "done_on", "deadline", "words", "file")


def add(
    base: Database, draft: Draft, known: Known, *, person: str, is_unbound: bool = False, today: date | None = None
) -> Report:
    """Keep a report; one that this person sent before under its `key` is given back as it was kept.

    Whoever saw figures that hold the latest report has seen it. Writers take turns, so numbers come in the order of commits and nobody overtakes between the look and the line.
    Raises Overtaken, KeyUsed and other ReportRefused, DatabaseUnusable.
    """
    (answer,) = add_many(base, [(draft, known)], person=person, is_unbound=is_unbound, today=today)
    if isinstance(answer, ReportRefused):
        raise answer
    return answer


def add_many(
    base: Database, drafts: Sequence[tuple[Draft, Known]], *, person: str, is_unbound: bool = False, today: date | None = None
) -> list[Report | ReportRefused]:  # fmt: skip
    """The same of many at once: what was kept of each, or why it was not; one that is refused hinders no other. Raises DatabaseUnusable."""
    answers: list[Report | ReportRefused] = []
    with base.writing() as connection:
        sent = _sent(connection, person, [draft.key for draft, _ in drafts])
        reports = histories(connection, {draft.measure for draft, _ in drafts})
        for draft, known in drafts:
            before = reports.setdefault(draft.measure, [])
            try:
                if draft.key not in sent:
                    version = _version_of(draft, known, before)
                    stands = standing(one for one in before if one.seq > known.seq)
                    rules.require(
                        draft, known, stands, person=person, is_unbound=is_unbound, today=today or date.today()
                    )
                    sent[draft.key] = _kept(connection, draft, version=version, area=known.area, person=person)
                    before.append(sent[draft.key])
                answers.append(_same(sent[draft.key], draft))
            except ReportRefused as fault:
                answers.append(fault)
    return answers


def last_seq(connection: Connection) -> int:
    """The number of the last report; 0 where there is none."""
    return int(connection.execute(select(func.max(REPORT.c.seq))).scalar_one() or 0)


def after(
    connection: Connection,
    seq: int,
    until: int | None = None,
    *,
    most: int | None = None,
    within: Sequence[str] = ("",),
) -> list[Report]:
    """The reports that came after a number, in their order; `until` another one, included; at the `most` so many; of areas `within` these alone."""
    asked = select(REPORT).where(REPORT.c.seq > seq).order_by(REPORT.c.seq).limit(most)
    if until is not None:
        asked = asked.where(REPORT.c.seq <= until)
    if "" not in within:
        asked = asked.where(_lies(within))
    return _reports(connection.execute(asked).all())


def history(connection: Connection, measure: str) -> list[Report]:
    """All that was reported of a measure, the first first."""
    return _reports(connection.execute(select(REPORT).where(REPORT.c.measure == measure).order_by(REPORT.c.seq)).all())


def histories(connection: Connection, measures: Collection[str]) -> dict[str, list[Report]]:
    """The same of several measures, by measure; of those of which nothing was reported there is none."""
    asked = select(REPORT).where(REPORT.c.measure.in_(measures)).order_by(REPORT.c.seq)
    found: dict[str, list[Report]] = {}
    for report in _reports(connection.execute(asked).all()):
        found.setdefault(report.measure, []).append(report)
    return found


def with_file(connection: Connection, digest: str, within: Sequence[str] = ("",)) -> Report | None:
    """The first report of a file `within` these areas, of which several may have come with the same; None where there is none."""
    asked = select(REPORT).where(REPORT.c.file == digest).where(_lies(within)).order_by(REPORT.c.seq).limit(1)
    found = _reports(connection.execute(asked).all())
    return found[0] if found else None


def _lies(within: Sequence[str]) -> ColumnElement[bool]:
    return or_(false(), *(REPORT.c.area.startswith(area, autoescape=True) for area in within))


def bytes_kept(connection: Connection) -> int:
    """How much all files take together, each counted once."""
    each = (
        select(REPORT.c.file, func.max(REPORT.c.size).label("size")).where(REPORT.c.file != "").group_by(REPORT.c.file)
    )
    return int(connection.execute(select(func.sum(each.subquery().c.size))).scalar_one() or 0)


def _version_of(draft: Draft, known: Known, before: Sequence[Report]) -> int:
    """The version that a measure has after this report. Raises Overtaken where somebody else reported since it was looked at."""
    latest = next((one for one in reversed(before) if one.act not in BESIDE), None)
    version = latest.version if latest else 0
    if draft.act in BESIDE:
        return version
    has_seen = draft.version == version or (draft.version == 0 and latest and latest.seq <= known.seq)
    if latest and not has_seen:
        raise Overtaken(latest)
    return version + 1


def _sent(connection: Connection, person: str, keys: Collection[str]) -> dict[str, Report]:
    """What this person sent before, by its key."""
    asked = select(REPORT).where((REPORT.c.person == person) & REPORT.c.key.in_(keys))
    return {one.key: one for one in _reports(connection.execute(asked).all())}


def _same(report: Report, draft: Draft) -> Report:
    """What was kept under the draft's key. Raises KeyUsed where that was another one."""
    if any(getattr(report, name) != getattr(draft, name) for name in _CONTENT):
        raise KeyUsed
    return report


def _kept(connection: Connection, draft: Draft, *, version: int, area: str, person: str) -> Report:
    line = {
        "measure": draft.measure, "version": version, "area": area, "time": datetime.now(UTC), "person": person, "act": draft.act,
        "progress": draft.progress, "done_on": draft.done_on, "deadline": draft.deadline, "words": draft.words, "file": draft.file,
        "media": draft.media, "size": draft.size, "key": draft.key,
    }  # fmt: skip
    made = connection.execute(insert(REPORT).values(line).returning(REPORT.c.seq)).scalar_one()
    return Report(seq=int(made), **line)  # type: ignore[arg-type]


def _reports(rows: Sequence[Row[Any]]) -> list[Report]:
    return [Report(**{**row._mapping, "act": Act(row.act)}) for row in rows]  # noqa: SLF001 (the public name of a row's columns)
