"""Writers killed at any moment, and a full disk: what was acknowledged stays, nothing is written over unseen, every conflict is told.

`make endurance` kills 100 of them on each database; `make test` a few.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import psycopg
import pytest

from mapping.live import evidence
from mapping.live.evidence import File
from mapping.live.reports import book
from mapping.live.reports.errors import FileNotKept
from mapping.live.reports.report import Act, Draft, Report
from mapping.store.sql import Database, DatabaseUnusable
from tests.databases import address, new_address, postgresql
from tests.disks import FILLER, leave, mounted, small_disk
from tests.endurance.reporters import KNOWN, WRITERS

__all__ = ["address", "postgresql", "small_disk"]

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("KILLS", "15"))
SEED = 20261129


def all_reports(base: Database) -> list[Report]:
    with base.reading() as connection:
        return book.after(connection, 0)


def test_nothing_acknowledged_is_lost_when_writers_are_killed_under_twenty(address: str, tmp_path: Path) -> None:
    folder = tmp_path / "told"
    folder.mkdir()
    command = [sys.executable, "-m", "tests.endurance.reporters", address, str(folder), str(KILLS), str(SEED)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert ended.returncode == 0, ended.stderr[-4000:]
    assert json.loads(ended.stdout) == {"killed": KILLS, "statuses": [0] * WRITERS}, ended.stderr[-4000:]
    answers = [json.loads(line) for path in folder.glob("*.log") for line in path.read_text().splitlines()]
    base = Database(address)
    reports = all_reports(base)
    base.close()
    by_seq = {one.seq: one for one in reports}

    kept = [one for one in answers if "kept" in one]
    assert all((by_seq[one["kept"]].person, by_seq[one["kept"]].key) == (one["person"], one["key"]) for one in kept)
    assert {(one.person, one.key) for one in reports} == {(one["person"], one["key"]) for one in kept}, (
        "what nobody was told of was sent again, and counts once"
    )
    assert max(Counter((one.person, one.key) for one in reports).values()) == 1

    for measure in {one.measure for one in reports}:
        history = [one for one in reports if one.measure == measure]
        assert [one.version for one in history] == list(range(1, len(history) + 1))
        assert [one.words for one in history] == [f"saw {before}" for before in range(len(history))]

    conflicts = [one for one in answers if "theirs" in one]
    assert all(
        by_seq[one["theirs"]].measure == one["measure"] and by_seq[one["theirs"]].version > one["saw"]
        for one in conflicts
    )
    assert conflicts, "twenty who report of six measures meet each other"
    assert len(reports) > KILLS / 4


def comment(number: int) -> Draft:
    return Draft("M1", 0, Act.COMMENT, f"k{number}", words="so‘z " * 300)


def kept_until_it_is_full(base: Database, keep: Callable[[Database, int], Report]) -> list[Report]:
    """What four writers at once were told is kept, until each was told that it cannot be."""

    def write(writer: int) -> list[Report]:
        told: list[Report] = []
        for number in count(writer * 1_000_000):
            try:
                told.append(keep(base, number))
            except (DatabaseUnusable, FileNotKept):
                return told
        raise AssertionError

    with ThreadPoolExecutor(4) as threads:
        return [one for told in threads.map(write, range(4)) for one in told]


def keep_comment(base: Database, number: int) -> Report:
    return book.add(base, comment(number), KNOWN, person="p")


def is_whole(base: Database) -> bool:
    with base.reading() as connection:
        return connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"


def test_a_full_disk_is_told_and_nothing_acknowledged_is_lost(small_disk: Path) -> None:
    home = small_disk / "home"
    base = Database(home / "meeting" / "work.sqlite")

    def keep(base: Database, number: int) -> Report:
        file = File("application/pdf", b"%PDF-" + str(number).encode() * 2000)
        evidence.keep(home, file)
        draft = Draft("M1", 0, Act.FILE, f"f{number}", words="a.pdf", file=file.digest, media=file.media, size=1)
        return book.add(base, draft, KNOWN, person="p")

    leave(small_disk, 3000)
    told = kept_until_it_is_full(base, keep)
    assert len(told) > 10
    leave_nothing_open(base)
    again = Database(home / "meeting" / "work.sqlite")
    assert is_whole(again)
    reports = all_reports(again)
    assert {one.seq: one for one in reports} | {one.seq: one for one in told} == {one.seq: one for one in reports}
    assert len(reports) == len(told), "what was refused is not there"
    assert all(evidence.kept_file(home, one.file) is not None for one in reports)
    (small_disk / FILLER).unlink()
    assert keep(again, -1).seq > max(one.seq for one in told), "room made, it goes on"
    leave_nothing_open(again)


def test_a_full_disk_under_postgresql_is_told_and_nothing_acknowledged_is_lost(
    postgresql: str, request: pytest.FixtureRequest
) -> None:
    """The reports' table lies on a small disk, all else of the server elsewhere."""
    with (
        tempfile.TemporaryDirectory() as folder,
        new_address("postgresql", Path(folder), request) as address,
        psycopg.connect(address, autocommit=True) as server,
    ):
        Path(folder).chmod(0o755)
        with mounted(Path(folder) / "disk") as disk:
            owner = Path(str(server.execute("SHOW data_directory").fetchone()[0])).stat()  # type: ignore[index]
            (disk / "space").mkdir(mode=0o700)
            os.chown(disk / "space", owner.st_uid, owner.st_gid)
            base = Database(address)
            first = keep_comment(base, -2)
            server.execute(f"CREATE TABLESPACE small LOCATION '{disk / 'space'}'".encode())
            server.execute(b"ALTER TABLE report SET TABLESPACE small")
            leave(disk, 100)
            told = kept_until_it_is_full(base, keep_comment)
            assert len(told) > 10
            kept = {one.seq: one for one in all_reports(base)}
            assert kept == {one.seq: one for one in (first, *told)}, (
                "what was acknowledged is there, and nothing of what was refused"
            )
            (disk / FILLER).unlink()
            assert keep_comment(base, -1).seq > max(one.seq for one in told), "room made, it goes on"
            base.close()
            server.execute(b"ALTER TABLE report SET TABLESPACE pg_default")
            server.execute(b"DROP TABLESPACE small")


def leave_nothing_open(base: Database) -> None:
    """Close what the test opened: the disk goes with it."""
    base.close()


def test_a_database_that_may_not_grow_is_told_and_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    """The same refusal of SQLite (SQLITE_FULL) where no disk can be mounted."""
    base = Database(tmp_path / "work.sqlite")

    def keep(base: Database, number: int) -> Report:
        with base.writing() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 150")
        return keep_comment(base, number)

    told = kept_until_it_is_full(base, keep)
    assert len(told) > 10
    base.close()
    again = Database(tmp_path / "work.sqlite")
    assert is_whole(again)
    assert sorted(one.seq for one in all_reports(again)) == sorted(one.seq for one in told)
    assert keep_comment(again, -1).seq > max(one.seq for one in told)
    again.close()
