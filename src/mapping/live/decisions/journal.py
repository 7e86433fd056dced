"""The journal of decisions: `meeting/decisions.jsonl` in the home folder, one line a version, never rewritten.

A line is one JSON object, which cannot be read unless it is whole: so a decision is there or it is not, whenever a process is
killed. Writers take turns by a lock on the file, which the system lets go of with its process. Nothing is acknowledged before
it is on the disk; what a full disk left of a line is taken back, or, where even that fails, passed over by every reader.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from io import FileIO
from pathlib import Path

from pydantic import ValidationError

from mapping.live.decisions.decision import Content, Decision
from mapping.live.decisions.errors import ChangedMeanwhile, JournalBusy, NoDecision, NotKept
from mapping.store.scope import WHOLE, current_scope
from mapping.store.shelf import sync_folder

FOLDER = "meeting"
FILE = "decisions.jsonl"
WAIT_SECONDS = 5.0
_LOOK_AGAIN_SECONDS = 0.02
_CONSONANTS = "bcdfghjkmnpqrstvwxz"


@dataclass(frozen=True)
class Journal:
    """Every version ever kept, by decision, the earliest first; `unreadable`: lines that hold none."""

    versions: dict[str, list[Decision]] = field(default_factory=dict)
    unreadable: int = 0

    @property
    def latest(self) -> list[Decision]:
        """The latest version of each decision, withdrawn ones too, the last taken first."""
        return sorted((kept[-1] for kept in self.versions.values()), key=lambda one: one.taken, reverse=True)


def path_of(home: Path) -> Path:
    """Where a home's decisions lie."""
    return home / FOLDER / FILE


def read_journal(home: Path) -> Journal:
    """What is kept in a home of the areas that whoever asks may see, read again only when the file grew.

    A decision that was ever of another area is none of theirs. Raises NotKept when it is there and cannot be read.
    """
    journal, scope = _read_whole(home), current_scope()
    if scope == WHOLE:
        return journal
    own = {
        one: kept
        for one, kept in journal.versions.items()
        if all(area.startswith(scope) for version in kept for area in (version.content.area, *version.content.mahallas))
    }
    return Journal(own, journal.unreadable)


def _read_whole(home: Path) -> Journal:
    path = path_of(home)
    try:
        about = path.stat()
        return _read(path, about.st_ino, about.st_size, about.st_mtime_ns)
    except FileNotFoundError:
        return Journal()
    except OSError as fault:
        raise NotKept(home=home, reason=fault) from fault


@lru_cache(maxsize=4)
def _read(path: Path, _inode: int, size: int, _changed: int) -> Journal:
    with path.open("rb") as file:
        return parsed(file.read(size))


def parsed(content: bytes) -> Journal:
    """The versions of whole lines. A last line without its end may still be being written: no fault."""
    journal, unreadable = Journal(), 0
    *lines, tail = content.split(b"\n")
    for line in (*lines, tail):
        if not line.strip():
            continue
        try:
            one = Decision.model_validate_json(line)
        except ValidationError:
            unreadable += line is not tail
        else:
            journal.versions.setdefault(one.id, []).append(one)
    return Journal(journal.versions, unreadable)


def take(home: Path, content: Content, *, key: str = "") -> Decision:
    """Keep a new decision; one that was sent before under the same `key` is given back as it stands.

    Whoever never heard that it was kept may have changed it before sending it again: then it becomes a new version.
    Raises NotKept, JournalBusy.
    """
    with _writing(home) as writer:
        known = next((kept for kept in writer.journal.versions.values() if key and kept[0].key == key), None)
        if known and any(one.content == content for one in known):
            return known[-1]
        if known:
            return writer.append(_changed(known[-1], content))
        now = datetime.now(UTC)
        decision_id = new_id(content.meeting)
        return writer.append(Decision(id=decision_id, version=1, taken=now, changed=now, content=content, key=key))


def new_id(meeting: date) -> str:
    """A decision's id: the day of its meeting and eight consonants, 17 billion for each day.

    No digits, which beside the mahalla's code in a measure's id could be read as a personal number; no vowels, for no words.
    """
    return f"D-{meeting:%Y%m%d}-{''.join(secrets.choice(_CONSONANTS) for _ in range(8))}"


def amend(home: Path, decision_id: str, version: int, content: Content) -> Decision:
    """Keep a new version of a decision, in force whether or not it was withdrawn.

    `version`: the one that was read and changed. The same change sent again is given back as it was kept. Raises NoDecision, ChangedMeanwhile, NotKept, JournalBusy.
    """
    with _writing(home) as writer:
        last = _last(writer.journal, decision_id)
        if last.version == version + 1 and last.content == content and not last.withdrawn:
            return last
        _must_be(last, version)
        return writer.append(_changed(last, content))


def withdraw(home: Path, decision_id: str, version: int | None = None) -> Decision:
    """Mark a decision as withdrawn; nothing is removed. `version` as for `amend`, None for any. Raises as `amend`."""
    with _writing(home) as writer:
        last = _last(writer.journal, decision_id)
        if version is not None:
            _must_be(last, version)
        if last.withdrawn:
            return last
        changes = {"version": last.version + 1, "changed": datetime.now(UTC), "withdrawn": True}
        return writer.append(last.model_copy(update=changes))


def _changed(last: Decision, content: Content) -> Decision:
    """The next version, in force."""
    changes = {"version": last.version + 1, "changed": datetime.now(UTC), "content": content, "withdrawn": False}
    return last.model_copy(update=changes)


def _last(journal: Journal, decision_id: str) -> Decision:
    if decision_id not in journal.versions:
        raise NoDecision(decision=decision_id[:60])
    return journal.versions[decision_id][-1]


def _must_be(last: Decision, version: int) -> None:
    if last.version != version:
        raise ChangedMeanwhile(decision=last.id)


@dataclass(frozen=True)
class _Writer:
    """The journal as it stands while nobody else may write, and its file, open and at its end.

    `whole`: whether the last line has its end.
    """

    journal: Journal
    file: FileIO
    whole: bool

    def append(self, one: Decision) -> Decision:
        """One more line, on the disk before this returns; where that fails the file is as long as it was."""
        line = (b"" if self.whole else b"\n") + one.model_dump_json().encode() + b"\n"
        end = self.file.tell()
        try:
            while line:
                line = line[self.file.write(line) :]
            os.fsync(self.file.fileno())
        except OSError:
            with suppress(OSError):
                self.file.truncate(end)
            raise
        return one


@contextmanager
def _writing(home: Path) -> Iterator[_Writer]:
    """Be the only writer of a home's journal. Raises JournalBusy; what the system cannot write becomes NotKept."""
    path = path_of(home)
    try:
        is_new = not path.exists()
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileIO(path, "a+") as file:
            if is_new:  # the entries of both folders outlive a loss of power too
                sync_folder(path.parent)
                sync_folder(home)
            _lock(file, home)
            file.seek(0)
            content = file.readall()
            yield _Writer(parsed(content), file, whole=content[-1:] in (b"", b"\n"))
    except OSError as fault:
        raise NotKept(home=home, reason=fault) from fault


def _lock(file: FileIO, home: Path) -> None:
    until = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise JournalBusy(home=home) from None
            time.sleep(_LOOK_AGAIN_SECONDS)
        else:
            return
