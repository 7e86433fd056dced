"""The database on SQLite and on PostgreSQL alike: writers take turns, numbers come in the order of commits, steps are taken once."""

from __future__ import annotations

import sqlite3
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import DateTime, MetaData, column, func, insert, select, table, text
from sqlalchemy.exc import DBAPIError

from mapping.access import tables as people
from mapping.live.decisions import tables as decisions
from mapping.live.reminders import claims as reminded
from mapping.live.reports import tables as reports
from mapping.model.settings import Settings
from mapping.store.shared import tables as shared
from mapping.store.sql import Database, DatabaseNewer, DatabaseUnusable, DriverUnknown, database
from mapping.store.sql import opened as opened_module

AUDIT = table(
    "audit",
    column("time", DateTime(timezone=True)),
    *(column(name) for name in ("seq", "account", "peer", "act", "area", "about")),
)
WRITERS, EACH = 6, 25


def line(about: str) -> dict[str, object]:
    return {
        "time": datetime.now(UTC),
        "account": "",
        "peer": "",
        "act": "trial",
        "area": "",
        "about": about,
    }


def write(base: Database, about: str) -> None:
    with base.writing() as connection:
        known = connection.execute(select(func.count()).select_from(AUDIT)).scalar_one()
        connection.execute(insert(AUDIT), line(f"{about} after {known}"))


def test_a_reader_who_asks_for_what_is_new_misses_nothing(base: Database) -> None:
    """Six write at once, each after reading; one asks again and again for what came after the last number that it saw."""
    seen: list[int] = []
    done = threading.Event()

    def follow() -> None:
        while True:
            last_round = done.is_set()
            with base.reading() as connection:
                after = select(AUDIT.c.seq).where(AUDIT.c.seq > (seen[-1] if seen else 0)).order_by(AUDIT.c.seq)
                seen.extend(connection.execute(after).scalars())
            if last_round:
                return

    with ThreadPoolExecutor(WRITERS + 1) as threads:
        reader = threads.submit(follow)
        written = [threads.submit(write, base, f"writer {number}") for number in range(WRITERS) for _ in range(EACH)]
        faults = [one.exception() for one in written]
        done.set()
        reader.result()
    assert faults == [None] * WRITERS * EACH
    with base.reading() as connection:
        abouts = connection.execute(select(AUDIT.c.about, AUDIT.c.seq).order_by(AUDIT.c.seq)).all()
    assert seen == [seq for _, seq in abouts]
    assert [about.rpartition(" ")[2] for about, _ in abouts] == [str(number) for number in range(WRITERS * EACH)]


def test_what_fails_leaves_nothing(base: Database) -> None:
    with pytest.raises(RuntimeError), base.writing() as connection:
        connection.execute(insert(AUDIT), line("half"))
        raise RuntimeError
    with base.reading() as connection:
        assert connection.execute(select(func.count()).select_from(AUDIT)).scalar_one() == 0


def test_the_book_of_what_was_done_is_only_added_to(base: Database) -> None:
    write(base, "kept")
    for statement in ("UPDATE audit SET about = ''", "DELETE FROM audit"):
        with (
            pytest.raises((DBAPIError, DatabaseUnusable), match=r"only added to|keeps what is younger"),
            base.writing() as connection,
        ):
            connection.execute(text(statement))
    with base.reading() as connection:
        assert connection.execute(select(AUDIT.c.about)).scalars().all() == ["kept after 0"]


def test_the_tables_are_those_that_the_steps_make(base: Database) -> None:
    whole = MetaData()
    for room in (people.TABLES, reports.TABLES, decisions.TABLES, reminded.TABLES, shared.TABLES):
        for one in room.sorted_tables:
            one.to_metadata(whole)
    with base.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), whole) == []


def test_many_who_open_an_empty_database_at_once_take_the_steps_once(address: str) -> None:
    with ThreadPoolExecutor(8) as threads:
        opened = list(threads.map(lambda _: Database(address), range(8)))
    for one in opened:
        write(one, "open")
        one.close()


def test_who_opens_a_new_file_waits_for_one_who_writes_to_it(tmp_path: Path) -> None:
    """SQLite answers "locked" at once, whatever it was told to wait, where the form of the file is to change."""
    path = tmp_path / "new.sqlite"
    writer = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("CREATE TABLE begun (number)")
    done = threading.Timer(0.3, writer.commit)
    done.start()
    Database(path).close()
    done.join()
    assert writer.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)
    writer.close()


def test_a_database_of_a_later_version_is_told(address: str) -> None:
    made = Database(address)
    with made.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 's9999'"))
    made.close()
    with pytest.raises(DatabaseNewer, match="s9999"):
        Database(address)


def test_a_constraint_that_is_broken_is_a_fault_of_ours(base: Database) -> None:
    with pytest.raises(DBAPIError), base.writing() as connection:
        connection.execute(insert(table("post", column("account"), column("area"), column("agency"), column("post"))).values(
            account="nobody", area="1710", agency="iib", post="head"))  # fmt: skip


def test_an_address_that_is_none_is_told_without_its_password() -> None:
    with pytest.raises(DriverUnknown) as told:
        Database("mysql://me:secret@host/base")
    assert "secret" not in str(told.value)


def test_a_server_that_is_not_there_is_told_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnusable) as told:
        Database(f"postgresql://me:secret@/base?host={tmp_path}")
    assert "secret" not in str(told.value)
    assert "***" in str(told.value)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(DatabaseUnusable, match="file"):
        Database(tmp_path / "file" / "work.sqlite")


@pytest.mark.parametrize("home", ["plain", "50% of ?a=1 #2"])
def test_without_a_setting_it_lies_in_the_home_folder_for_its_account_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str
) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(tmp_path / home))
    monkeypatch.setattr(opened_module, "settings", Settings)
    file = tmp_path / home / "meeting" / "work.sqlite"
    made = database()
    assert made is database()
    made.close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]
