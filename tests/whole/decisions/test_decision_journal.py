"""The journal on both databases: whole or not there, whoever is killed, whoever writes at the same time; and what the file held before."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from datetime import UTC, date, datetime
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError

from mapping.live.decisions.decision import Content, Decision
from mapping.live.decisions.earlier import parsed, path_of
from mapping.live.decisions.errors import ChangedMeanwhile, NoDecision
from mapping.live.decisions.journal import amend, new_id, read_journal, take, withdraw
from mapping.live.decisions.measures import measure_id
from mapping.reading.persons import holds_personal_number, person_columns
from mapping.store.errors import NotReadable
from mapping.store.sql import DatabaseUnusable, database
from tests.whole.decisions.conftest import forget

FORK = multiprocessing.get_context("fork")
WRITERS, EACH = 4, 8
KILLS = 6


def content(text: str = "Yoritgich o‘rnatilsin", area: str = "1710207001") -> Content:
    return Content(
        area=area, mahallas=(area,), text=text, deadline=date(2026, 6, 30), quarter="2026Q2", meeting=date(2026, 4, 2),
        post="head", agency="iib",
    )  # fmt: skip


def test_looking_makes_nothing(tmp_path: Path) -> None:
    assert read_journal(tmp_path).latest == []
    assert list(tmp_path.iterdir()) == []


def test_what_was_taken_is_read_back_the_last_first(keeping: Path) -> None:
    first, second = take(keeping, content("bir")), take(keeping, content("ikki; “uch”\u2028 <b>"))
    assert read_journal(keeping).latest == [second, first]
    assert first.id.startswith("D-20260402-")
    assert first.id != second.id


def test_no_id_reads_as_a_personal_number_whatever_the_mahalla() -> None:
    """An id with digits once did: `…-3f9a1130-1710224015` holds fourteen digits with a birth date and a check digit."""
    assert holds_personal_number("D-20260402-3f9a1130-1710224015")
    ids = [measure_id(new_id(date(2026, 4, day)), f"17{district:02d}{mahalla:06d}") for day in range(1, 31)
           for district in range(6, 36) for mahalla in range(200_000, 204_000, 97)]  # fmt: skip
    assert not any(map(holds_personal_number, ids))
    assert person_columns({"id": ids}) == []


def test_sent_twice_under_one_key_is_kept_once(keeping: Path) -> None:
    first = take(keeping, content(), key="form-1")
    assert take(keeping, content(), key="form-1") == first
    assert take(keeping, content(), key="form-2") != first
    assert len(read_journal(keeping).versions) == 2


def test_a_change_is_a_new_version_and_history_stays(keeping: Path) -> None:
    first = take(keeping, content("bir"))
    second = amend(keeping, first.id, 1, content("ikki"))
    third = withdraw(keeping, first.id, 2)
    assert read_journal(keeping).versions == {first.id: [first, second, third]}
    assert (third.version, third.withdrawn, third.content.text) == (3, True, "ikki")
    assert third.taken == first.taken
    assert withdraw(keeping, first.id) == third
    assert not amend(keeping, first.id, 3, content("uch")).withdrawn


def test_what_another_changed_meanwhile_is_not_written_over(keeping: Path) -> None:
    first = take(keeping, content("bir"))
    amend(keeping, first.id, 1, content("ikki"))
    with pytest.raises(ChangedMeanwhile, match=first.id):
        amend(keeping, first.id, 1, content("uch"))
    with pytest.raises(NoDecision):
        withdraw(keeping, "D-20260402-wwwwwwww")
    assert read_journal(keeping).latest[0].content.text == "ikki"


def test_lines_are_only_added(keeping: Path) -> None:
    take(keeping, content())
    for statement in ("UPDATE decision SET content = '{}'", "DELETE FROM decision"):
        with (
            pytest.raises((DBAPIError, DatabaseUnusable), match="only added to"),
            database(keeping).writing() as connection,
        ):
            connection.execute(sql(statement))


def test_who_wrote_each_version_is_kept_and_a_key_is_its_senders(keeping: Path) -> None:
    first = take(keeping, content(), key="k", person="a1")
    assert take(keeping, content(), key="k", person="b2").id != first.id
    amend(keeping, first.id, 1, content("ikki"), person="b2")
    withdraw(keeping, first.id, person="c3")
    assert [one.person for one in read_journal(keeping).versions[first.id]] == ["a1", "b2", "c3"]
    assert take(keeping, content(), key="k", person="a1").person == "c3", "sent again it stands as it does"


def test_another_process_sees_what_was_added(keeping: Path) -> None:
    first = take(keeping, content("bir"))
    assert read_journal(keeping).latest == [first]
    forget()
    second = take(keeping, content("ikki"))
    assert read_journal(keeping).latest == [second, first]


def written_before(home: Path, *versions: Decision) -> bytes:
    path = path_of(home)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"".join(one.model_dump_json(exclude={"person"}).encode() + b"\n" for one in versions))
    return path.read_bytes()


def decided(name: str, version: int = 1, **more: object) -> Decision:
    when = datetime(2026, 4, 2, 9, version, tzinfo=UTC)
    return Decision(id=f"D-20260402-{name}", version=version, taken=datetime(2026, 4, 2, 9, 1, tzinfo=UTC), changed=when,
                    content=content(name), **more)  # type: ignore[arg-type]  # fmt: skip


def test_what_a_file_held_is_taken_over_once_and_the_file_left_as_it_is(keeping: Path) -> None:
    first, second, third = decided("bbb", key="k"), decided("ccc"), decided("bbb", 2, key="k", withdrawn=True)
    before = written_before(keeping, first, second, third)
    for _ in range(2):
        assert read_journal(keeping).versions == {first.id: [first, third], second.id: [second]}
        forget()
    assert amend(keeping, second.id, 1, content("yana")).version == 2
    forget()
    assert len(read_journal(keeping).versions[second.id]) == 2, "the file's one is not put over the changed one"
    assert path_of(keeping).read_bytes() == before


def test_many_who_look_first_at_once_take_over_each_line_once(keeping: Path) -> None:
    many = [decided("b" * number) for number in range(1, 30)]
    written_before(keeping, *many)
    readers = [FORK.Process(target=read_journal, args=(keeping,)) for _ in range(WRITERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert [reader.exitcode for reader in readers] == [0] * WRITERS
    assert {one.id: [one] for one in many} == read_journal(keeping).versions


def test_lines_of_the_file_that_cannot_be_read_are_told_of(keeping: Path) -> None:
    first = decided("bbb")
    written_before(keeping, first)
    with path_of(keeping).open("ab") as file:
        file.write(b'{"id":"D-half","version":1,"ta\n')
    journal = read_journal(keeping)
    assert (journal.latest, journal.unreadable) == ([first], 1)


def test_a_file_that_cannot_be_read_is_told(keeping: Path) -> None:
    path_of(keeping).mkdir(parents=True)
    with pytest.raises(NotReadable):
        read_journal(keeping)


@given(st.integers(0, 3000))
def test_a_file_cut_anywhere_holds_every_whole_decision_before_the_cut(cut: int) -> None:
    lines = [f'{{"id":"D-{n}","version":1,"taken":"2026-01-01T00:00:00Z","changed":"2026-01-01T00:00:00Z","content":'
             f'{content(f"matn {n}").model_dump_json()}}}\n'.encode() for n in range(5)]  # fmt: skip
    whole = b"".join(lines)
    found, unreadable = parsed(whole[:cut])
    ends = [sum(map(len, lines[: n + 1])) - 1 for n in range(5)]  # without the line's end it is whole already
    assert [one.id for one in found] == [f"D-{n}" for n, end in enumerate(ends) if end <= min(cut, len(whole))]
    assert unreadable == 0


def _take_many(home: Path, name: int) -> None:
    for number in range(EACH):
        take(home, content(f"{name}-{number}"))


def test_many_processes_at_once_lose_nothing(keeping: Path) -> None:
    writers = [FORK.Process(target=_take_many, args=(keeping, name)) for name in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    journal = read_journal(keeping)
    assert {one.content.text for one in journal.latest} == {f"{n}-{m}" for n in range(WRITERS) for m in range(EACH)}
    assert len({one.id for one in journal.latest}) == WRITERS * EACH
    assert journal.unreadable == 0


def _take_and_tell(home: Path, told: Connection) -> None:
    while True:
        told.send(take(home, content("x" * 1500)).id)


def test_what_was_acknowledged_outlives_a_kill(keeping: Path) -> None:
    acknowledged: list[str] = []
    for turn in range(KILLS):
        mine, theirs = FORK.Pipe(duplex=False)
        writer = FORK.Process(target=_take_and_tell, args=(keeping, theirs))
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
    journal = read_journal(keeping)
    assert set(acknowledged) <= set(journal.versions)
    assert len(journal.versions) <= len(acknowledged) + KILLS
    assert all(one.content.text == "x" * 1500 for one in journal.latest)


def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "meeting").write_text("in the way")
    with pytest.raises(DatabaseUnusable):
        take(tmp_path, content())
