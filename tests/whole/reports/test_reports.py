"""Reports on both databases: who may say what of a measure that stands how, what is kept, and what is told of a conflict."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError

from mapping.live.reports import book
from mapping.live.reports.errors import KeyUsed, Overtaken, ReportRefused
from mapping.live.reports.report import Act, Draft, Report, Standing, standing
from mapping.live.reports.rules import Known, read
from mapping.measures.progress import Awaits
from mapping.model.locale import Lang
from mapping.model.vocabulary import MeasureStatus
from mapping.store.sql import Database, DatabaseUnusable
from tests.conftest import MAHALLAS

TODAY = date(2026, 1, 20)
OPEN = Known(MAHALLAS[0], MeasureStatus.IN_PROGRESS, date(2025, 12, 31))
INSPECTOR, LEADER = "inspector", "leader"


def draft(act: Act, version: int = 0, **more: object) -> Draft:
    usual: dict[Act, dict[str, object]] = {
        Act.PROGRESS: {"progress": 60},
        Act.DONE: {"done_on": TODAY},
        Act.DEADLINE: {"deadline": date(2026, 3, 1), "words": "Qish"},
        Act.RETURN: {"words": "Chiroq yonmaydi"},
        Act.CANCEL: {"words": "Boshqa chora bor"},
        Act.COMMENT: {"words": "Ko‘rdim"},
    }
    key = f"{act}-{version}-{more.pop('key', '')}"
    return Draft(measure="M3", version=version, act=act, key=key, **{**usual.get(act, {}), **more})  # type: ignore[arg-type]


def add(base: Database, sent: Draft, person: str = INSPECTOR, known: Known = OPEN, **more: bool) -> Report:
    return book.add(base, sent, known, person=person, today=TODAY, **more)


def all_of(base: Database, measure: str = "M3") -> list[Report]:
    with base.reading() as connection:
        return book.history(connection, measure)


def test_a_report_is_kept_with_its_number_version_and_area(base: Database) -> None:
    first = add(base, draft(Act.PROGRESS, words="Uch kamera o‘rnatildi"))
    second = add(base, draft(Act.DONE, 1), LEADER)
    assert (first.version, first.area, first.progress, first.words) == (1, MAHALLAS[0], 60, "Uch kamera o‘rnatildi")
    assert (second.version, second.seq > first.seq, second.done_on) == (2, True, TODAY)
    assert all_of(base) == [first, second]
    with base.reading() as connection:
        assert book.last_seq(connection) == second.seq
        assert book.after(connection, first.seq) == [second]
        assert book.after(connection, 0, first.seq) == [first]


def test_the_book_is_only_added_to(base: Database) -> None:
    kept = add(base, draft(Act.PROGRESS))
    for statement in ("UPDATE report SET words = 'x'", "DELETE FROM report"):
        with pytest.raises((DBAPIError, DatabaseUnusable), match="only added to"), base.writing() as connection:
            connection.execute(sql(statement))
    assert all_of(base) == [kept]


def test_what_is_sent_twice_counts_once(base: Database) -> None:
    sent = draft(Act.PROGRESS)
    assert add(base, sent) == add(base, sent)
    with pytest.raises(KeyUsed):  # to answer with the first would lose this one without a word
        add(base, replace(sent, progress=90))
    assert add(base, draft(Act.DONE, 1)).version == 2
    assert add(base, sent).version == 1, "also after others came"
    assert len(all_of(base)) == 2
    with pytest.raises(Overtaken):
        add(base, sent, LEADER)  # another person's key is another key


def test_a_report_on_a_version_that_is_not_the_latest_is_told_whose_came_before(base: Database) -> None:
    theirs = add(base, draft(Act.PROGRESS, words="Bittasi"), LEADER)
    mine = draft(Act.PROGRESS, progress=80, words="Ikkitasi")
    with pytest.raises(Overtaken) as told:
        add(base, mine)
    assert told.value.theirs == theirs
    kept = add(base, replace(mine, version=theirs.version))  # put on top
    assert [one.words for one in all_of(base)] == ["Bittasi", "Ikkitasi"]
    assert kept.version == 2


def test_comments_and_files_meet_no_other_report(base: Database) -> None:
    add(base, draft(Act.PROGRESS))
    comment = add(base, draft(Act.COMMENT, 0), LEADER)
    file = add(base, Draft("M3", 0, Act.FILE, "f", words="surat.jpg", file="a" * 64, media="image/jpeg", size=7))
    assert (comment.version, file.version) == (1, 1)
    assert add(base, draft(Act.DONE, 1)).version == 2
    last = add(base, Draft("M3", 0, Act.FILE, "g", words="yana.jpg", file="a" * 64, media="image/jpeg", size=7))
    stands = standing(all_of(base))
    assert stands.latest is not None
    assert (stands.latest.act, stands.heard_at) == (Act.DONE, last.time), "a photo does not hide what was said with it"
    with base.reading() as connection:
        assert book.bytes_kept(connection) == 7, "one content counts once"
        assert book.with_file(connection, "a" * 64) == file
        assert book.with_file(connection, "b" * 64) is None


def test_twenty_at_once_on_one_version_are_one_report_and_nineteen_conflicts(base: Database) -> None:
    start = threading.Barrier(20)

    def send(number: int) -> bool:
        start.wait()
        try:
            add(base, draft(Act.PROGRESS, key=str(number)), f"p{number}")
        except Overtaken:
            return False
        return True

    with ThreadPoolExecutor(20) as threads:
        kept = list(threads.map(send, range(20)))
    assert kept.count(True) == 1
    assert [one.version for one in all_of(base)] == [1]


def refused(base: Database, sent: Draft, person: str = INSPECTOR, known: Known = OPEN) -> str:
    before = all_of(base)
    with pytest.raises(ReportRefused) as told:
        add(base, sent, person, known)
    assert all_of(base) == before
    assert all(told.value.told(lang) for lang in Lang)
    return told.value.key.partition(".")[2]


def test_done_waits_for_one_who_did_not_report_it(base: Database) -> None:
    assert refused(base, draft(Act.CONFIRM), LEADER) == "not_reported"
    assert refused(base, draft(Act.RETURN), LEADER) == "not_done"
    add(base, draft(Act.DONE))
    assert standing(all_of(base)).awaits is Awaits.CONFIRMATION
    assert refused(base, draft(Act.CONFIRM, 1)) == "own_report"
    add(base, draft(Act.CONFIRM, 1), LEADER)
    assert standing(all_of(base)).awaits is Awaits.NOTHING
    for act in (Act.PROGRESS, Act.DONE, Act.DEADLINE, Act.CANCEL):
        assert refused(base, draft(act, 2)) == "closed_done"
    add(base, draft(Act.COMMENT, 2))
    add(base, draft(Act.RETURN, 2), LEADER)
    stands = standing(all_of(base))
    assert (stands.status, stands.awaits, stands.done_on) == (MeasureStatus.IN_PROGRESS, Awaits.WORK, None)


def test_where_nobody_is_told_apart_one_may_confirm_what_was_reported(base: Database) -> None:
    add(base, draft(Act.DONE), "", is_unbound=True)
    add(base, draft(Act.CONFIRM, 1), "", is_unbound=True)
    assert standing(all_of(base)).awaits is Awaits.NOTHING


def test_what_is_returned_is_as_far_as_it_was(base: Database) -> None:
    add(base, draft(Act.PROGRESS, progress=70))
    add(base, draft(Act.DONE, 1))
    add(base, draft(Act.RETURN, 2), LEADER)
    assert standing(all_of(base)).progress == 70
    add(base, draft(Act.PROGRESS, 3, progress=75))
    assert standing(all_of(base)).awaits is Awaits.NOTHING


def test_a_cancelled_measure_is_returned_by_those_above_alone(base: Database) -> None:
    add(base, draft(Act.CANCEL), LEADER)
    assert refused(base, draft(Act.PROGRESS, 1)) == "closed_cancelled"
    add(base, draft(Act.RETURN, 1), LEADER)
    assert add(base, draft(Act.PROGRESS, 2)).version == 3


def test_figures_that_hold_reports_speak_for_them(base: Database) -> None:
    """A publication that includes the report of the cancelling has the measure open again."""
    cancelled = add(base, draft(Act.CANCEL), LEADER)
    held = replace(OPEN, seq=cancelled.seq)
    assert add(base, draft(Act.PROGRESS), known=held).version == 2, "who saw them saw the report"
    with pytest.raises(Overtaken):
        add(base, draft(Act.DONE), known=held)


@pytest.mark.parametrize(
    ("sent", "rule"),
    [
        (draft(Act.RETURN, words=""), "reason_missing"),
        (draft(Act.DEADLINE, words=""), "reason_missing"),
        (draft(Act.CANCEL, words=""), "reason_missing"),
        (draft(Act.COMMENT, words=""), "words_missing"),
        (draft(Act.DONE, done_on=date(2026, 1, 21)), "done_on_wrong"),
        (draft(Act.DONE, done_on=date(1999, 12, 31)), "done_on_wrong"),
        (draft(Act.DEADLINE, deadline=date(2026, 1, 19)), "deadline_past"),
        (draft(Act.DEADLINE, deadline=date(2032, 1, 1)), "deadline_far"),
    ],
    ids=lambda one: one if isinstance(one, str) else one.act,
)
def test_what_is_lacking_or_cannot_be_is_told(base: Database, sent: Draft, rule: str) -> None:
    known = replace(OPEN, status=MeasureStatus.DONE) if sent.act is Act.RETURN else OPEN
    assert refused(base, sent, known=known) == rule


def test_the_deadline_that_stands_is_no_new_one(base: Database) -> None:
    add(base, draft(Act.DEADLINE), LEADER)
    assert refused(base, draft(Act.DEADLINE, 1), LEADER) == "deadline_same"


GIVEN = {"measure": "M3", "version": 0, "act": "progress", "progress": 60, "words": "Ish  boshlandi\n", "key": "k1"}


def test_what_is_sent_is_read_into_a_draft() -> None:
    assert read(GIVEN) == Draft("M3", 0, Act.PROGRESS, "k1", progress=60, words="Ish boshlandi")
    assert read({**GIVEN, "act": "done", "done_on": "19.01.2026"}).done_on == date(2026, 1, 19)
    assert read({**GIVEN, "act": "done", "done_on": "2026-01-19"}).progress is None


@pytest.mark.parametrize(
    ("changed", "field", "rule"),
    [
        ({"act": "approve"}, "act", "act_unknown"),
        ({"act": "file"}, "act", "act_unknown"),
        ({"act": ["done"]}, "act", "act_unknown"),
        ({"version": "1"}, "version", "version_missing"),
        ({"version": True}, "version", "version_missing"),
        ({"key": ""}, "key", "key_missing"),
        ({"key": "k" * 65}, "key", "key_missing"),
        ({"key": "\ud800"}, "key", "key_missing"),
        ({"progress": 101}, "progress", "progress_form"),
        ({"progress": None}, "progress", "progress_form"),
        ({"act": "done", "done_on": "kecha"}, "done_on", "day_form"),
        ({"act": "done"}, "done_on", "done_on_missing"),
        ({"act": "deadline"}, "deadline", "deadline_missing"),
        ({"words": "x" * 2001}, "words", "too_long"),
        ({"words": "Karimov Aziz Rustamovich bilan suhbat"}, "words", "person_name"),
        ({"words": "JSHSHIR 31503820170024"}, "words", "person_personal_number"),
    ],
)
def test_what_is_no_report_is_told_field_by_field(changed: dict[str, object], field: str, rule: str) -> None:
    with pytest.raises(ReportRefused) as told:
        read({**GIVEN, **changed})
    assert (told.value.field, told.value.key.partition(".")[2]) == (field, rule)
    assert all(told.value.told(lang) for lang in Lang)


def test_a_measure_without_reports_stands_as_in_the_figures() -> None:
    assert standing([]) == Standing()
