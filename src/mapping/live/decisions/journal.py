"""The journal of decisions, in the database of all that people write: a line a version, never changed.

What was kept in a file before is taken over by whoever looks first.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, Row, func, insert, select

from mapping.live.decisions.decision import Content, Decision
from mapping.live.decisions.earlier import decisions_in_file, path_of
from mapping.live.decisions.errors import ChangedMeanwhile, NoDecision
from mapping.live.decisions.measures import ID_BEGINS
from mapping.live.decisions.tables import DECISION
from mapping.store.scope import WHOLE, current_scope
from mapping.store.sql import Database, database
from mapping.store.sql.opened import is_begun

_CONSONANTS = "bcdfghjkmnpqrstvwxz"


@dataclass(frozen=True)
class Journal:
    """Every version ever kept, by decision, the earliest first; `unreadable`: lines that hold none. `seq`: the number of the last line."""

    versions: dict[str, list[Decision]] = field(default_factory=dict)
    unreadable: int = 0
    seq: int = 0

    @property
    def latest(self) -> list[Decision]:
        """The latest version of each decision, withdrawn ones too, the last taken first."""
        return sorted((kept[-1] for kept in self.versions.values()), key=lambda one: one.taken, reverse=True)

    @property
    def texts(self) -> dict[str, str]:
        """What was decided last, by decision."""
        return {one: kept[-1].content.text for one, kept in self.versions.items()}

    def after(self, rows: Iterable[Row[Any]]) -> Journal:
        """The same and the lines that came next."""
        versions, unreadable, seq = dict(self.versions), self.unreadable, self.seq
        for row in rows:
            seq = row.seq
            before = versions.get(row.decision, [])
            try:
                versions[row.decision] = [*before, _decision(row, before)]
            except ValidationError:
                unreadable += 1
        return Journal(versions, unreadable, seq)


class _Kept:
    """The journal of one database as it was read last; only what was added since is asked for. Safe between threads."""

    def __init__(self, base: Database, unreadable: int) -> None:
        self.base = base
        self._journal, self._looking = Journal(unreadable=unreadable), threading.Lock()

    def now(self) -> Journal:
        with self._looking, self.base.reading() as connection:
            last = connection.execute(select(func.max(DECISION.c.seq))).scalar_one() or 0
            if last < self._journal.seq:  # what was kept before was brought back
                self._journal = Journal(unreadable=self._journal.unreadable)
            if last > self._journal.seq:
                added = select(DECISION).where(DECISION.c.seq > self._journal.seq).order_by(DECISION.c.seq)
                self._journal = self._journal.after(connection.execute(added))
            return self._journal


def read_journal(home: Path) -> Journal:
    """What is kept in a home of the areas that whoever asks may see.

    A decision that was ever of another area is none of theirs. Raises NotReadable, DatabaseUnusable.
    """
    if not is_begun(home) and not path_of(home).exists():
        return Journal()
    journal, scope = _kept(home, database(home)).now(), current_scope()
    if scope == WHOLE:
        return journal
    own = {
        one: kept
        for one, kept in journal.versions.items()
        if all(area.startswith(scope) for version in kept for area in (version.content.area, *version.content.mahallas))
    }
    return Journal(own, journal.unreadable, journal.seq)


@lru_cache(maxsize=4)
def _kept(home: Path, base: Database) -> _Kept:
    """The journal of a database, with what the home's file has more."""
    earlier, unreadable = decisions_in_file(home)
    if earlier:
        with base.reading() as connection:
            lacking = _lacking(connection, earlier)
        if lacking:
            with base.writing() as connection:
                for one in _lacking(connection, earlier):
                    _add(connection, one)
    return _Kept(base, unreadable)


def _lacking(connection: Connection, earlier: list[Decision]) -> list[Decision]:
    there = {(row.decision, row.version) for row in connection.execute(select(DECISION.c.decision, DECISION.c.version))}
    return [one for one in earlier if (one.id, one.version) not in there]


def take(home: Path, content: Content, *, key: str = "", person: str = "") -> Decision:
    """Keep a new decision; one that this person sent before under the same `key` is given back as it stands.

    Whoever never heard that it was kept may have changed it before sending it again: then it becomes a new version. `person`: an account's id.
    Raises DatabaseUnusable.
    """
    with _base(home).writing() as connection:
        sent = (DECISION.c.person == person) & (DECISION.c.key == key) & (DECISION.c.version == 1)
        known = connection.execute(select(DECISION.c.decision).where(sent)).scalar() if key else None
        history = _history(connection, known) if known else []
        if any(one.content == content for one in history):
            return history[-1]
        if history:
            return _add(connection, _changed(history[-1], content, person))
        now = datetime.now(UTC)
        new = {"id": new_id(content.meeting), "version": 1, "taken": now, "changed": now}
        return _add(connection, Decision(**new, content=content, key=key, person=person))  # type: ignore[arg-type]


def new_id(meeting: date) -> str:
    """A decision's id: the day of its meeting and eight consonants, 17 billion for each day.

    No digits, which beside the mahalla's code in a measure's id could be read as a personal number; no vowels, for no words.
    """
    return f"{ID_BEGINS}{meeting:%Y%m%d}-{''.join(secrets.choice(_CONSONANTS) for _ in range(8))}"


def amend(home: Path, decision_id: str, version: int, content: Content, *, person: str = "") -> Decision:
    """Keep a new version of a decision, in force whether or not it was withdrawn.

    `version`: the one that was read and changed. The same change sent again is given back as it was kept.
    Raises NoDecision, ChangedMeanwhile, DatabaseUnusable.
    """
    with _base(home).writing() as connection:
        last = _last(connection, decision_id)
        if last.version == version + 1 and last.content == content and not last.withdrawn:
            return last
        _must_be(last, version)
        return _add(connection, _changed(last, content, person))


def withdraw(home: Path, decision_id: str, version: int | None = None, *, person: str = "") -> Decision:
    """Mark a decision as withdrawn; nothing is removed. `version` as for `amend`, None for any. Raises as `amend`."""
    with _base(home).writing() as connection:
        last = _last(connection, decision_id)
        if version is not None:
            _must_be(last, version)
        return last if last.withdrawn else _add(connection, _changed(last, last.content, person, withdrawn=True))


def _base(home: Path) -> Database:
    """The database, which holds what the file held before anything is added."""
    return _kept(home, database(home)).base


def _changed(last: Decision, content: Content, person: str, *, withdrawn: bool = False) -> Decision:
    """The next version."""
    changes = {"version": last.version + 1, "changed": datetime.now(UTC), "content": content, "withdrawn": withdrawn}
    return last.model_copy(update={**changes, "person": person})


def _last(connection: Connection, decision_id: str) -> Decision:
    history = _history(connection, decision_id)
    if not history:
        raise NoDecision(decision=decision_id[:60])
    return history[-1]


def _must_be(last: Decision, version: int) -> None:
    if last.version != version:
        raise ChangedMeanwhile(decision=last.id)


def _history(connection: Connection, decision_id: str) -> list[Decision]:
    asked = select(DECISION).where(DECISION.c.decision == decision_id).order_by(DECISION.c.version)
    return Journal().after(connection.execute(asked)).versions.get(decision_id, [])


def _decision(row: Row[Any], before: list[Decision]) -> Decision:
    """`taken`: when the first version was kept."""
    taken = before[0].taken if before else row.time
    return Decision(
        id=row.decision, version=row.version, taken=taken, changed=row.time, content=Content.model_validate_json(row.content),
        withdrawn=row.withdrawn, key=row.key, person=row.person,
    )  # fmt: skip


def _add(connection: Connection, one: Decision) -> Decision:
    line = {
        "decision": one.id, "version": one.version, "time": one.changed, "person": one.person, "area": one.content.area,
        "withdrawn": one.withdrawn, "content": one.content.model_dump_json(), "key": one.key,
    }  # fmt: skip
    connection.execute(insert(DECISION), line)
    return one
