"""Backups: all of a home and its database, made while people write, and brought back on either kind of database."""

from __future__ import annotations

import hashlib
import json
import shutil
import stat
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from mapping import store
from mapping.access import accounts, managing, signing_in
from mapping.access.person import ANYBODY
from mapping.access.rights import Grant, Right
from mapping.access.tables import PASSING, SIGNED_IN
from mapping.cli.app import app
from mapping.live import evidence
from mapping.live.evidence import File
from mapping.live.reports import book
from mapping.live.reports.report import Act, Draft, Report
from mapping.live.reports.rules import Known
from mapping.model.settings import settings
from mapping.model.vocabulary import MeasureStatus
from mapping.store.backup import back_up, check, restore, writing
from mapping.store.backup.contents import MEMBER
from mapping.store.backup.errors import (
    BackupDamaged,
    BackupExists,
    BackupInside,
    BackupNewer,
    BackupUnreadable,
    HomeNotEmpty,
)
from mapping.store.sql import Database, DatabaseNewer, database
from mapping.store.sql.dump import tables_of
from mapping.store.sql.errors import DatabaseInUse
from mapping.store.sql.migrating import step_of, take_steps
from mapping.store.sql.opened import _opened
from tests.conftest import MAHALLAS
from tests.databases import KINDS, new_address, postgresql
from tests.whole.access.signed_in import PASSWORD
from tests.whole.decisions.conftest import own_home

__all__ = ["own_home", "postgresql"]

KNOWN = Known(MAHALLAS[0], MeasureStatus.PLANNED, date(2026, 3, 31))


@pytest.fixture(autouse=True)
def nothing_kept_open() -> Iterator[None]:
    """Databases of this process are opened anew for each test."""
    yield
    settings.cache_clear()
    _opened.cache_clear()


def named(address: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on this is the database; None: the file of the home folder."""
    if address is None:
        monkeypatch.delenv("RISKMAP_DATABASE", raising=False)
    else:
        monkeypatch.setenv("RISKMAP_DATABASE", address)
    settings.cache_clear()


def said(base: Database, number: int = 1, act: Act = Act.COMMENT, **more: object) -> Report:
    draft = Draft("M1", 0, act, f"k{act}{number}", **{"words": f"{number}-so‘z", **more})  # type: ignore[arg-type]
    return book.add(base, draft, KNOWN, person="p")


def with_file(base: Database, home: Path, number: int = 1) -> Report:
    file = File("application/pdf", b"%PDF-" + str(number).encode() * 1000)
    evidence.keep(home, file)
    return said(base, number, Act.FILE, file=file.digest, media=file.media, size=len(file.content))


def peopled(home: Path) -> None:
    """An account that is signed in, reports, a file, and what people settled."""
    base = database(home)
    grants = [Grant(Right.VIEW, "1710")]
    link = managing.add(base, ANYBODY, login="karim", name="Karim Ў", area="1710", grants=grants)
    signing_in.take_up(base, token=link, password=PASSWORD, peer="10.0.0.1")
    said(base)
    with_file(base, home)
    (home / "profiles").mkdir()
    (home / "profiles" / "own.toml").write_text("# own", encoding="utf-8")
    base.close()


def rows_of(base: Database) -> dict[str, list[dict[str, object]]]:
    with base.reading() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in tables_of(connection)
        }


def same_moment(rows: dict[str, list[dict[str, object]]]) -> str:
    """The rows written alike, whichever database gave them."""
    kept = {name: sorted(map(str, map(_plain, found))) for name, found in rows.items() if name not in PASSING}
    return json.dumps(kept, sort_keys=True, indent=1)


def _plain(row: dict[str, object]) -> dict[str, str]:
    return {name: str(value).removesuffix("+00:00") for name, value in row.items()}


def files_of(home: Path) -> dict[str, str]:
    paths = [path for path in home.rglob("*") if path.is_file() and "work.sqlite" not in path.name]
    kept = [path for path in paths if not any(part.startswith(".") for part in path.relative_to(home).parts)]
    return {str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest() for path in kept}


def test_all_of_a_home_comes_back(own_home: Path, tmp_path: Path) -> None:
    peopled(own_home)
    file, back = tmp_path / "kept.zip", tmp_path / "back"
    made = back_up(own_home, file, without=PASSING)
    assert made.damaged == ()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert check(file) == made.contents
    restored = restore(back, file)
    assert restored.aside is None
    assert files_of(back) == files_of(own_home)
    assert store.current_id(back) == store.current_id(own_home)
    assert store.verify(back)
    base = database(back)
    assert same_moment(rows_of(base)) == same_moment(rows_of(database(own_home)))
    assert [one.name for one in back.iterdir() if one.name.startswith((".restoring", ".before"))] == []
    assert stat.S_IMODE((back / "meeting" / "work.sqlite").stat().st_mode) == 0o600
    with base.reading() as connection:
        assert connection.execute(select(SIGNED_IN)).all() == [], "nobody is signed in again"
        assert [one.person.name for one in accounts.listed(connection)] == ["Karim Ў"]
        last = book.last_seq(connection)
    assert said(base, 9).seq == last + 1
    base.close()


@pytest.mark.parametrize("after", KINDS)
@pytest.mark.parametrize("before", KINDS)
def test_rows_go_from_either_kind_of_database_to_either(
    own_home: Path,
    tmp_path: Path,
    before: str,
    after: str,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file, back = tmp_path / "kept.zip", tmp_path / "back"
    with new_address(before, tmp_path, request) as address:
        named(address, monkeypatch)
        peopled(own_home)
        back_up(own_home, file, without=PASSING)
        written = same_moment(rows_of(Database(address)))
    (tmp_path / "other").mkdir()
    with new_address(after, tmp_path / "other", request) as address:
        named(address, monkeypatch)
        assert restore(back, file).aside is None
        assert not (back / "meeting" / "work.sqlite").exists()
        base = Database(address)
        assert same_moment(rows_of(base)) == written
        assert said(base, 9).seq == 3
        base.close()


@pytest.mark.parametrize("kind", KINDS)
def test_made_while_people_write_it_holds_every_report_until_a_moment_with_its_file(
    own_home: Path, tmp_path: Path, kind: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = threading.Event()
    with new_address(kind, tmp_path, request) as address:
        named(address, monkeypatch)
        base = database(own_home)

        def write(writer: int) -> int:
            number = 0
            while not stop.is_set():
                with_file(base, own_home, writer * 100_000 + number)
                number += 1
            return number

        with ThreadPoolExecutor(6) as threads:
            writers = [threads.submit(write, number) for number in range(1, 7)]
            files = []
            for number in range(3):
                files.append(tmp_path / f"{number}.zip")
                back_up(own_home, files[-1])
            stop.set()
            written = sum(one.result() for one in writers)
        kept = []
        for file in files:
            check(file)
            with zipfile.ZipFile(file) as archive:
                reports = [json.loads(line) for line in archive.read("database/report.jsonl").splitlines()]
                members = set(archive.namelist())
            assert [one["seq"] for one in reports] == list(range(1, len(reports) + 1))
            assert {f"home/meeting/evidence/{one['file'][:2]}/{one['file']}" for one in reports} <= members
            kept.append(len(reports))
        assert kept == sorted(kept)
        assert 0 < kept[-1] <= written
        base.close()


def test_a_home_that_is_not_empty_stays_as_it_is_unless_told(own_home: Path, tmp_path: Path) -> None:
    peopled(own_home)
    file = tmp_path / "kept.zip"
    back_up(own_home, file)
    base = database(own_home)
    said(base, 2)
    base.close()
    before = files_of(own_home)
    with pytest.raises(HomeNotEmpty):
        restore(own_home, file)
    assert files_of(own_home) == before
    restored = restore(own_home, file, replace=True)
    assert restored.aside is not None
    assert files_of(restored.aside) == before
    assert len(rows_of(Database(restored.aside / "meeting" / "work.sqlite"))["report"]) == 3
    assert len(rows_of(Database(own_home / "meeting" / "work.sqlite"))["report"]) == 2


def test_rows_of_postgresql_are_kept_aside_in_a_schema_of_their_own(
    own_home: Path, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, back = tmp_path / "kept.zip", tmp_path / "back"
    with new_address("postgresql", tmp_path, request) as address:
        named(address, monkeypatch)
        peopled(own_home)
        back_up(own_home, file)
        base = database(own_home)
        said(base, 2)
        with pytest.raises(HomeNotEmpty):
            restore(back, file)
        base.close()
        restore(back, file, replace=True)
        again = Database(address)
        assert len(rows_of(again)["report"]) == 2
        with again.reading() as connection:
            schema = connection.exec_driver_sql(
                "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before_%%'"
            ).scalar_one()
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {schema}.report").scalar_one() == 3
        assert said(again, 8).seq == 3
        with pytest.raises(DatabaseInUse):  # we have it open ourselves
            restore(back, file, replace=True)
        again.close()


def test_an_open_file_of_sqlite_is_not_moved_away_under_a_server(own_home: Path, tmp_path: Path) -> None:
    peopled(own_home)
    file = tmp_path / "kept.zip"
    back_up(own_home, file)
    before, base = files_of(own_home), database(own_home)
    with base.reading() as connection:
        book.last_seq(connection)
        with pytest.raises(DatabaseInUse):
            restore(own_home, file, replace=True)
    assert files_of(own_home) == before
    base.close()


def test_rows_of_an_earlier_form_are_brought_to_this_one(
    own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = Database(own_home / "meeting" / "work.sqlite", as_it_is=True)
    with old.writing() as connection:
        take_steps(connection, "s0002")
        connection.exec_driver_sql(
            "INSERT INTO account VALUES ('a1', 'karim', 'Karim', '1710', '', 0, '', 0, '2026-01-02 03:04:05.000000', NULL)"
        )
    old.close()
    # As the version of that form wrote it: whatever opens a database brings it up to date first.
    monkeypatch.setattr(writing, "database", lambda _home: Database(old.file, as_it_is=True))  # type: ignore[arg-type]
    back_up(own_home, tmp_path / "kept.zip")
    restore(tmp_path / "back", tmp_path / "kept.zip")
    base = database(tmp_path / "back")
    with base.reading() as connection:
        assert step_of(connection) == step_of_a_new_one(tmp_path)
        assert [one.seen for one in accounts.listed(connection)] == [None]
    base.close()


def step_of_a_new_one(folder: Path) -> str | None:
    base = Database(folder / "new.sqlite")
    with base.reading() as connection:
        step = step_of(connection)
    base.close()
    return step


def with_changed(file: Path, member: str, content: bytes) -> Path:
    """The same backup, one member of which holds something else."""
    changed = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(changed, "w") as after:
        for name in before.namelist():
            after.writestr(name, content if name == member else before.read(name))
    return changed


def test_what_is_damaged_is_named_and_changes_nothing(own_home: Path, tmp_path: Path) -> None:
    peopled(own_home)
    file, back = tmp_path / "kept.zip", tmp_path / "back"
    contents = back_up(own_home, file).contents
    for member in (contents.files[0].file, contents.files[-1].file, "database/report.jsonl"):
        with pytest.raises(BackupDamaged, match=member.rpartition("/")[2]):
            restore(back, with_changed(file, member, b"else"))
    for at in (100, file.stat().st_size // 2):
        flipped = bytearray(file.read_bytes())
        flipped[at] ^= 1
        (tmp_path / "flipped.zip").write_bytes(flipped)
        with pytest.raises(BackupDamaged):
            restore(back, tmp_path / "flipped.zip")
    (tmp_path / "cut.zip").write_bytes(file.read_bytes()[:-1000])
    (tmp_path / "other.zip").write_bytes(b"PK\x03\x04 nothing")
    for none in ("cut.zip", "other.zip"):
        with pytest.raises(BackupUnreadable):
            restore(back, tmp_path / none)
    assert not back.exists()


def test_what_leads_out_of_the_home_or_comes_from_a_later_version_is_refused(own_home: Path, tmp_path: Path) -> None:
    file = tmp_path / "kept.zip"
    told = json.loads(back_up(own_home, file).contents.to_json())
    away = tmp_path / "away"

    def named(name: object) -> object:
        return {**told, "files": [{**told["files"][0], "file": name}]}

    no_contents: list[object] = [5, None, "x", [], {**told, "format": "1"}]
    no_contents += map(named, ("home/../../away", f"home/{away}", "home/", "home/./x", 5))
    for changed, fault in (
        *((one, BackupUnreadable) for one in no_contents),
        ({**told, "format": 2}, BackupNewer),
        ({**told, "step": "s9999"}, DatabaseNewer),
        ({"made": "x"}, BackupUnreadable),
    ):
        with pytest.raises(fault):
            restore(tmp_path / "back", with_changed(file, MEMBER, json.dumps(changed).encode()))
    assert not (tmp_path / "back").exists() and not away.exists()


@pytest.mark.parametrize(("of_entry", "bit"), [(8, 0x20), (8, 0x01), (10, 0x63)])
def test_a_flipped_bit_that_names_another_packing_or_a_password_is_damage(
    own_home: Path, tmp_path: Path, of_entry: int, bit: int
) -> None:
    file = tmp_path / "kept.zip"
    back_up(own_home, file)
    flipped = bytearray(file.read_bytes())
    flipped[flipped.index(b"PK\x01\x02") + of_entry] ^= bit
    file.write_bytes(flipped)
    with pytest.raises((BackupDamaged, BackupUnreadable)):
        restore(tmp_path / "back", file)


def test_a_backup_is_not_written_over_another_nor_into_its_home(own_home: Path, tmp_path: Path) -> None:
    (tmp_path / "there.zip").write_bytes(b"x")
    with pytest.raises(BackupExists):
        back_up(own_home, tmp_path / "there.zip")
    with pytest.raises(BackupInside):
        back_up(own_home, own_home / "kept.zip")
    with pytest.raises(store.NotWritten):
        back_up(own_home, tmp_path / "nowhere" / "kept.zip")
    with pytest.raises(store.NothingPublished):
        back_up(tmp_path / "nothing", tmp_path / "kept.zip")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "there.zip"]


def test_the_commands_tell_what_they_did(own_home: Path, tmp_path: Path) -> None:
    peopled(own_home)
    file, back = str(tmp_path / "kept.zip"), str(tmp_path / "back")
    damaged = own_home / (store.current_id(own_home) or "") / "areas.parquet"
    damaged.write_bytes(damaged.read_bytes()[:-1])

    def run(*line: str, status: int = 0) -> str:
        result = CliRunner().invoke(app, [*line, "--lang", "en"])
        assert result.exit_code == status, result.output
        return result.output

    made = run("backup", file)
    assert "areas.parquet" in made, "what was damaged already is told"
    assert "rows of the database" in made
    assert "is whole" in run("restore", "--check", file)
    assert "Restored from" in run("restore", file, "--home", back)
    assert "--replace" in run("restore", file, "--home", back, status=1)
    assert ".before-" in run("restore", file, "--home", back, "--replace")
    shutil.rmtree(back)
