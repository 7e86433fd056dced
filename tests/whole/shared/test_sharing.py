"""Servers that share: what one publishes all show, whole or not at all, and of two at once one is told."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from mapping import publishing
from mapping.live.evidence import File, keep, kept_file
from mapping.model.settings import settings
from mapping.store import Overtaken, current_id, list_snapshots, read_manifest, use_snapshot
from mapping.store.integrity import verify
from mapping.store.retention import KeepRule, prune
from mapping.store.shared import NotFetched, NotShared, Sharing, sharing
from mapping.store.shared.sharing import _sharing
from mapping.store.shared.tables import MANIFEST
from mapping.store.sql import Database
from mapping.store.sql.opened import _opened
from tests.databases import address, base, postgresql

__all__ = ["address", "base", "postgresql"]
FIRST, SECOND = "2026-01-15", "2026-02-15"


@pytest.fixture(params=["database", "folder"])
def shared(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Sharing]:
    """What the servers of this test share, set up as an installation does."""
    place = "database" if request.param == "database" else str(tmp_path / "all")
    monkeypatch.setenv("RISKMAP_DATABASE", address)
    monkeypatch.setenv("RISKMAP_SNAPSHOTS", place)
    _forget()
    made = sharing()
    assert made is not None
    yield made
    made.base.close()
    _forget()


def _forget() -> None:
    for one in (settings, _opened, _sharing):
        one.cache_clear()


@pytest.fixture
def files(tiny_dataset: Path, tmp_path: Path) -> Path:
    """A dataset that may be changed."""
    return Path(shutil.copytree(tiny_dataset, tmp_path / "files"))


def published(files: Path, home: Path, day: str = FIRST) -> str:
    """The snapshot of a day, published into a home as `riskmap publish` does."""
    note = files / "data" / "dataset.toml"
    note.write_text(note.read_text(encoding="utf-8").replace(FIRST, day), encoding="utf-8")
    return publishing.publish(files / "geo", files / "data", home).manifest.id


@pytest.fixture
def one(tmp_path: Path) -> Path:
    return tmp_path / "one"


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return tmp_path / "other"


def test_what_one_publishes_the_other_shows_whole(shared: Sharing, files: Path, one: Path, other: Path) -> None:
    first = published(files, one)
    assert shared.follow(other) is True
    assert shared.follow(other) is False
    second = published(files, other, SECOND)
    assert current_id(one) == first
    assert shared.follow(one) is True
    assert {current_id(one), current_id(other), shared.current()} == {second}
    for home in (one, other):
        assert [manifest.id for manifest in list_snapshots(home)] == [first, second]
        assert verify(home, first) == read_manifest(one, first)
        verify(home, second)


def test_made_current_again_on_one_it_is_on_all(shared: Sharing, files: Path, one: Path, other: Path) -> None:
    first = published(files, one)
    published(files, one, SECOND)
    shared.follow(other)
    use_snapshot(other, first)
    shared.follow(one)
    assert current_id(one) == first


def test_of_two_who_publish_at_once_one_is_told(shared: Sharing, files: Path, one: Path, other: Path) -> None:
    first = published(files, one)
    shared.follow(other)
    second = published(files, one, SECOND)
    with pytest.raises(Overtaken):
        shared.switch(first, over=first)  # what the other server put over the first
    assert shared.current() == second
    assert current_id(other) == first


def test_a_copy_that_is_not_whole_is_not_shown(
    shared: Sharing, files: Path, one: Path, other: Path, tmp_path: Path
) -> None:
    first = published(files, one)
    shared.follow(other)
    second = published(files, one, SECOND)
    broken = tmp_path / "broken"
    broken.write_bytes(b"something else")
    shared.place.put(f"{second}/areas.parquet", broken)
    with pytest.raises(NotFetched, match=second):
        shared.follow(other)
    assert current_id(other) == first
    assert [manifest.id for manifest in list_snapshots(other)] == [first]
    assert [path.name for path in other.iterdir() if path.name.startswith(".staging")] == []
    shared.place.put(f"{second}/areas.parquet", one / second / "areas.parquet")
    assert shared.follow(other) is True


def test_a_manifest_leads_nowhere_else(shared: Sharing, files: Path, one: Path, other: Path, tmp_path: Path) -> None:
    first = published(files, one)
    with shared.base.writing() as connection:
        forged = read_manifest(one, first).to_json().replace("areas.parquet", "../../areas.parquet")
        connection.execute(update(MANIFEST).values(manifest=forged))
    with pytest.raises(NotFetched):
        shared.follow(other)
    assert not (tmp_path / "areas.parquet").exists()
    assert current_id(other) is None


def test_what_cannot_be_laid_where_all_find_it_is_current_nowhere(
    shared: Sharing, files: Path, one: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = published(files, one)

    def full(*_given: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(type(shared.place), "put", full)
    with pytest.raises(NotShared, match="no space left"):
        published(files, one, SECOND)
    assert (current_id(one), shared.current()) == (first, first)


def test_what_is_pruned_goes_from_every_server_but_not_what_is_current(
    shared: Sharing, files: Path, one: Path, other: Path
) -> None:
    first = published(files, one)
    second = published(files, one, SECOND)
    shared.follow(other)
    prune(one, KeepRule(last=1))
    shared.follow(other)
    assert [manifest.id for manifest in list_snapshots(other)] == [second]
    assert shared.ids() == [second]
    with pytest.raises(FileNotFoundError):
        shared.place.get(f"{first}/areas.parquet", other / "areas.parquet")


def test_a_server_that_stood_alone_lays_down_what_it_has(
    base: Database, files: Path, one: Path, other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    first, second = published(files, one), published(files, one, SECOND)
    monkeypatch.setenv("RISKMAP_DATABASE", address)
    monkeypatch.setenv("RISKMAP_SNAPSHOTS", str(tmp_path / "all"))
    _forget()
    shared = sharing()
    assert shared is not None
    shared.follow(one)
    shared.follow(other)
    assert [manifest.id for manifest in list_snapshots(other)] == [first, second]
    assert current_id(other) == second
    shared.base.close()
    _forget()


def test_a_new_server_does_not_publish_its_demonstration_over_what_is_shared(
    shared: Sharing, files: Path, one: Path, other: Path
) -> None:
    real = published(files, one, SECOND)
    assert publishing.unchanged(files / "geo", files / "data", other) == real
    assert current_id(other) == real


def test_who_waits_is_told(shared: Sharing, files: Path, one: Path) -> None:
    if not shared.tells:
        assert shared.base.is_sqlite
        return
    published(files, one)
    begun, heard = time.monotonic(), []
    waiting = threading.Thread(target=lambda: (shared.wait(20), heard.append(time.monotonic() - begun)))
    waiting.start()
    time.sleep(0.5)
    published(files, one, SECOND)
    waiting.join(timeout=15)
    assert heard
    assert heard[0] < 15


def test_a_file_that_came_with_a_report_is_given_back_by_every_server(shared: Sharing, one: Path, other: Path) -> None:
    file = File("application/pdf", b"%PDF-1.7 a letter")
    keep(one, file)
    assert kept_file(other, file.digest) == file.content
    assert kept_file(other, "0" * 64) is None
