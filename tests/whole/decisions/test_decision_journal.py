"""The journal: whole or not there, whoever is killed, whoever writes at the same time, however full the disk is."""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import resource
import signal
import time
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.live.decisions.decision import Content
from mapping.live.decisions.errors import ChangedMeanwhile, JournalBusy, NoDecision, NotKept
from mapping.live.decisions.journal import amend, new_id, parsed, path_of, read_journal, take, withdraw
from mapping.live.decisions.measures import measure_id
from mapping.reading.persons import holds_personal_number, person_columns

FORK = multiprocessing.get_context("fork")
WRITERS, EACH = 4, 25
KILLS = 12


def content(text: str = "Yoritgich o‘rnatilsin", area: str = "1710207001") -> Content:
    return Content(
        area=area, mahallas=(area,), text=text, deadline=date(2026, 6, 30), quarter="2026Q2", meeting=date(2026, 4, 2),
        post="head", agency="iib",
    )  # fmt: skip


def test_nothing_is_kept_yet(tmp_path: Path) -> None:
    assert read_journal(tmp_path).latest == []
    assert list(tmp_path.iterdir()) == []


def test_what_was_taken_is_read_back_the_last_first(tmp_path: Path) -> None:
    first, second = take(tmp_path, content("bir")), take(tmp_path, content("ikki; “uch”\u2028 <b>"))
    assert read_journal(tmp_path).latest == [second, first]
    assert first.id.startswith("D-20260402-")
    assert first.id != second.id


def test_no_id_reads_as_a_personal_number_whatever_the_mahalla() -> None:
    """An id with digits once did: `…-3f9a1130-1710224015` holds fourteen digits with a birth date and a check digit."""
    assert holds_personal_number("D-20260402-3f9a1130-1710224015")
    ids = [measure_id(new_id(date(2026, 4, day)), f"17{district:02d}{mahalla:06d}") for day in range(1, 31)
           for district in range(6, 36) for mahalla in range(200_000, 204_000, 97)]  # fmt: skip
    assert not any(map(holds_personal_number, ids))
    assert person_columns({"id": ids}) == []


def test_sent_twice_under_one_key_is_kept_once(tmp_path: Path) -> None:
    first = take(tmp_path, content(), key="form-1")
    assert take(tmp_path, content(), key="form-1") == first
    assert take(tmp_path, content(), key="form-2") != first
    assert len(read_journal(tmp_path).versions) == 2


def test_a_change_is_a_new_version_and_history_stays(tmp_path: Path) -> None:
    first = take(tmp_path, content("bir"))
    second = amend(tmp_path, first.id, 1, content("ikki"))
    third = withdraw(tmp_path, first.id, 2)
    assert read_journal(tmp_path).versions == {first.id: [first, second, third]}
    assert (third.version, third.withdrawn, third.content.text) == (3, True, "ikki")
    assert third.taken == first.taken
    assert withdraw(tmp_path, first.id) == third
    assert not amend(tmp_path, first.id, 3, content("uch")).withdrawn


def test_what_another_changed_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    first = take(tmp_path, content("bir"))
    amend(tmp_path, first.id, 1, content("ikki"))
    with pytest.raises(ChangedMeanwhile, match=first.id):
        amend(tmp_path, first.id, 1, content("uch"))
    with pytest.raises(NoDecision):
        withdraw(tmp_path, "D-20260402-wwwwwwww")
    assert read_journal(tmp_path).latest[0].content.text == "ikki"


@given(st.integers(0, 3000))
def test_a_journal_cut_anywhere_holds_every_whole_decision_before_the_cut(cut: int) -> None:
    lines = [f'{{"id":"D-{n}","version":1,"taken":"2026-01-01T00:00:00Z","changed":"2026-01-01T00:00:00Z","content":'
             f'{content(f"matn {n}").model_dump_json()}}}\n'.encode() for n in range(5)]  # fmt: skip
    whole = b"".join(lines)
    found = parsed(whole[:cut])
    ends = [sum(map(len, lines[: n + 1])) - 1 for n in range(5)]  # without the line's end it is whole already
    assert list(found.versions) == [f"D-{n}" for n, end in enumerate(ends) if end <= min(cut, len(whole))]
    assert found.unreadable == 0


def test_a_half_line_harms_neither_what_is_before_nor_what_follows(tmp_path: Path) -> None:
    first = take(tmp_path, content("bir"))
    with path_of(tmp_path).open("ab") as file:
        file.write(b'{"id":"D-half","version":1,"ta')
    assert read_journal(tmp_path).latest == [first]
    second = take(tmp_path, content("ikki"))
    journal = read_journal(tmp_path)
    assert journal.latest == [second, first]
    assert journal.unreadable == 1


def _take_many(home: Path, name: int) -> None:
    for number in range(EACH):
        take(home, content(f"{name}-{number}"))


def test_many_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    writers = [FORK.Process(target=_take_many, args=(tmp_path, name)) for name in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    journal = read_journal(tmp_path)
    assert {one.content.text for one in journal.latest} == {f"{n}-{m}" for n in range(WRITERS) for m in range(EACH)}
    assert len({one.id for one in journal.latest}) == WRITERS * EACH
    assert journal.unreadable == 0


def _take_and_tell(home: Path, told: Connection) -> None:
    while True:
        told.send(take(home, content("x" * 1500)).id)


def test_what_was_acknowledged_outlives_a_kill(tmp_path: Path) -> None:
    acknowledged: list[str] = []
    for turn in range(KILLS):
        mine, theirs = FORK.Pipe(duplex=False)
        writer = FORK.Process(target=_take_and_tell, args=(tmp_path, theirs))
        writer.start()
        theirs.close()
        acknowledged.append(mine.recv())
        time.sleep(0.003 * turn)
        os.kill(writer.pid or 0, signal.SIGKILL)
        writer.join()
        while True:
            try:
                acknowledged.append(mine.recv())
            except EOFError:
                break
    journal = read_journal(tmp_path)
    assert set(acknowledged) <= set(journal.versions)
    assert len(journal.versions) <= len(acknowledged) + KILLS
    assert all(one.content.text == "x" * 1500 for one in journal.latest)


def _take_within(home: Path, most: int, told: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    try:
        take(home, content("y" * 1000))
        told.send("kept")
    except NotKept as fault:
        told.send(str(fault))


@pytest.mark.parametrize("room", [0, 1, 700, 1300])
def test_a_full_disk_is_told_and_leaves_the_journal_as_it_was(tmp_path: Path, room: int) -> None:
    first = take(tmp_path, content("bir"))
    before = path_of(tmp_path).read_bytes()
    mine, theirs = FORK.Pipe(duplex=False)
    writer = FORK.Process(target=_take_within, args=(tmp_path, len(before) + room, theirs))
    writer.start()
    writer.join()
    assert "has not changed" in mine.recv()
    assert path_of(tmp_path).read_bytes() == before
    second = take(tmp_path, content("ikki"))
    assert read_journal(tmp_path).latest == [second, first]


def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "meeting").write_text("in the way")
    with pytest.raises(NotKept):
        take(tmp_path, content())


def test_a_writer_that_does_not_let_go_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = take(tmp_path, content())
    monkeypatch.setattr("mapping.live.decisions.journal.WAIT_SECONDS", 0.1)
    with path_of(tmp_path).open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(JournalBusy):
            take(tmp_path, content())
        assert read_journal(tmp_path).latest == [first]
