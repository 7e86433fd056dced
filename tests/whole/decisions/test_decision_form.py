"""What was typed: read, filled in, or refused field by field in the reader's language."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.live.decisions.form import COPIES, NotTaken, read_content
from mapping.live.decisions.offers import default_deadline, offered_posts, red_mahallas
from mapping.model.locale import Lang
from mapping.model.periods import Quarter
from mapping.reading.persons import persons_in
from mapping.store import Snapshot
from tests.conftest import DISTRICTS, MAHALLAS, REGION

TODAY = date(2026, 2, 10)
TYPED = {"area": MAHALLAS[0], "post": "head", "deadline": "2026-06-30", "text": "Yoritgich o‘rnatilsin"}


def refused(snapshot: Snapshot, **changes: object) -> list[tuple[str, str]]:
    with pytest.raises(NotTaken) as found:
        read_content({**TYPED, **changes}, snapshot, today=TODAY)
    return [(one.field, one.rule) for one in found.value.problems]


def test_four_fields_are_enough_and_the_rest_follows(tiny_snapshot: Snapshot) -> None:
    found = read_content(TYPED, tiny_snapshot, today=TODAY)
    assert (found.area, found.mahallas) == (MAHALLAS[0], (MAHALLAS[0],))
    assert (found.post, found.agency, found.post_words) == ("head", "iib", "")
    assert (found.deadline, found.quarter, found.meeting) == (date(2026, 6, 30), "2026Q2", TODAY)
    assert (found.target_group, found.snapshot) == ("all", tiny_snapshot.id)


@pytest.mark.parametrize("written", ["head", "Boshliq", "БОШЛИҚ", "Начальник", " head "])
def test_a_post_is_known_by_code_and_by_name_in_any_language(tiny_snapshot: Snapshot, written: str) -> None:
    assert read_content({**TYPED, "post": written}, tiny_snapshot, today=TODAY).post == "head"


@pytest.mark.parametrize("written", ["chair", "mahalla raisi", "Маҳалла раиси", "Председатель махалли"])
def test_a_member_of_the_seven_is_a_post(tiny_snapshot: Snapshot, written: str) -> None:
    found = read_content({**TYPED, "post": written}, tiny_snapshot, today=TODAY)
    assert (found.seven_member, found.post, found.post_words) == ("chair", "", "")


def test_a_post_that_is_not_listed_is_kept_in_words(tiny_snapshot: Snapshot) -> None:
    found = read_content({**TYPED, "post": "Tuman elektr tarmog‘i boshlig‘i"}, tiny_snapshot, today=TODAY)
    assert (found.post, found.post_words) == ("", "Tuman elektr tarmog‘i boshlig‘i")


def test_an_agency_alone_answers(tiny_snapshot: Snapshot) -> None:
    found = read_content({**TYPED, "post": "", "agency": "Хокимият"}, tiny_snapshot, today=TODAY)
    assert (found.agency, found.post) == ("hokimlik", "")


def test_all_that_is_wrong_is_told_at_once(tiny_snapshot: Snapshot) -> None:
    with pytest.raises(NotTaken) as found:
        read_content({}, tiny_snapshot, today=TODAY)
    assert [(one.field, one.rule) for one in found.value.problems] == [
        ("area", "area_missing"), ("deadline", "deadline_missing"), ("text", "text_missing"), ("post", "post_missing"),
    ]  # fmt: skip
    assert all(one.told(lang) for one in found.value.problems for lang in Lang)


WRONG: list[tuple[dict[str, Any], tuple[str, str]]] = [
    ({"area": "1710999001"}, ("area", "area_unknown")),
    ({"area": 1710}, ("area", "area_missing")),
    ({"deadline": "30.02.2026"}, ("deadline", "day_form")),
    ({"deadline": "\u200b"}, ("deadline", "deadline_missing")),
    ({"deadline": 20260630}, ("deadline", "deadline_missing")),
    ({"deadline": "2026-02-09"}, ("deadline", "deadline_before")),
    ({"deadline": "2206-06-30"}, ("deadline", "deadline_far")),
    ({"meeting": "kecha"}, ("meeting", "day_form")),
    ({"quarter": "2026Q5"}, ("quarter", "quarter_form")),
    ({"factor": "sababsiz"}, ("factor", "term_unknown")),
    ({"agency": "boshqa"}, ("agency", "term_unknown")),
    ({"target_group": "men"}, ("target_group", "term_unknown")),
    ({"text": " \u200b\n"}, ("text", "text_missing")),
    ({"text": "a" * 2001}, ("text", "too_long")),
    ({"text": "JSHSHIR 31503820170024 bilan ishlash"}, ("text", "person_personal_number")),
    ({"text": "AB 1234567 pasportli fuqaro"}, ("text", "person_passport")),
    ({"text": "+998 90 123-45-67 ga qo‘ng‘iroq"}, ("text", "person_phone")),
    ({"post": "Karimov Alisher Valiyevich"}, ("post", "person_name")),
    ({"post": "Aliyeva Zulfiya Karim qizi"}, ("post", "person_name")),
]


@pytest.mark.parametrize(("changes", "problem"), WRONG)
def test_what_is_wrong_is_told_by_field(
    tiny_snapshot: Snapshot, changes: dict[str, Any], problem: tuple[str, str]
) -> None:
    assert refused(tiny_snapshot, **changes) == [problem]


@pytest.mark.parametrize(
    "text",
    ["Islom Karimov ko‘chasida 12 ta yoritgich", "2026-03-31 gacha 1710207001 mahallada", "Oila qizi", "12-34-56 raqamli buyruq",
     "Шароф Рашидов кўчаси, 90-уй", "Bobur mahallasida 10 nafar yosh", "M.F.Y. Oydin binosi", "М.Ф.Й. Ойдин биноси", "она виновна",
     "A.Navoiy ko‘chasi", "MAHALLA FUQAROLAR YIG‘INI RAISI", "OILA QIZI", "встреча ежедневна", "Купить угли"],
)  # fmt: skip
def test_streets_days_and_codes_are_no_persons(text: str) -> None:
    assert persons_in(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Karimov B.A. bilan suhbat", "name"),
        ("Суҳбат: Каримов Б. А.", "name"),
        ("Karimov Botir Aliyevich bilan", "name"),
        ("botir.karimov@mail.uz ga yozildi", "mail"),
        ("Tel. +998901234567", "phone"),
        ("AB1234567 pasport", "passport"),
        ("А.Р. Каримов билан суҳбат", "name"),
        ("Sh.B.Karimov bilan", "name"),
        ("KARIMOV BOTIR ALIYEVICH bilan", "name"),
        ("КАРИМОВА АЗИЗА РУСТАМОВНА", "name"),
        ("KARIMOVA AZIZA RUSTAM QIZI", "name"),
        ("Karimov Aziz Rustam ugli", "name"),
        ("Каримов Азиз Рустам угли", "name"),
        ("karimov botir aliyevich bilan", "name"),
        ("ＡＡ１２３４５６７", "passport"),
        ("+٩٩٨٩٠١٢٣٤٥٦٧", "phone"),
        ("AB№ 1234567", "passport"),
    ],
)
def test_persons_are_found_within_a_sentence(text: str, kind: str) -> None:
    assert persons_in(text) == kind


def test_a_decision_on_a_wider_area_needs_its_mahallas_chosen(tiny_snapshot: Snapshot) -> None:
    given = {**TYPED, "area": DISTRICTS[0]}
    assert read_content(given, tiny_snapshot, today=TODAY).mahallas == ()
    chosen = [MAHALLAS[2], MAHALLAS[0], MAHALLAS[2]]
    assert read_content({**given, "mahallas": chosen}, tiny_snapshot, today=TODAY).mahallas == (
        MAHALLAS[2],
        MAHALLAS[0],
    )
    assert refused(tiny_snapshot, area=DISTRICTS[0], mahallas=[MAHALLAS[4]]) == [("mahallas", "mahallas_outside")]
    assert refused(tiny_snapshot, area=REGION, mahallas=[DISTRICTS[0]]) == [("mahallas", "mahallas_outside")]
    assert refused(tiny_snapshot, area=REGION, mahallas="1710207001") == [("mahallas", "mahallas_outside")]


def test_one_text_for_many_mahallas_is_refused_where_the_gap_rule_would_name_it(tiny_snapshot: Snapshot) -> None:
    given = {**TYPED, "area": REGION}
    read_content({**given, "mahallas": MAHALLAS[:COPIES]}, tiny_snapshot, today=TODAY)
    assert refused(tiny_snapshot, area=REGION, mahallas=MAHALLAS[: COPIES + 1]) == [("mahallas", "mahallas_many")]


@given(st.text())
def test_whatever_is_typed_becomes_one_visible_line_or_is_refused(tiny_snapshot: Snapshot, typed: str) -> None:
    try:
        found = read_content({**TYPED, "text": typed}, tiny_snapshot, today=TODAY).text
    except NotTaken:
        return
    assert found.isprintable()
    assert found == " ".join(found.split())
    found.encode()


@given(st.dates(date(2020, 1, 1), date(2090, 12, 31)))
def test_the_deadline_offered_is_the_end_of_the_next_quarter(today: date) -> None:
    found = default_deadline(today)
    assert Quarter.of(found) == Quarter.of(today).shift(1)
    assert found == Quarter.of(found).last_day


def test_posts_are_offered_from_near_to_far_and_the_seven_last(tiny_snapshot: Snapshot) -> None:
    def codes(area: str) -> list[str]:
        return [one.code for one in offered_posts(tiny_snapshot, area, Lang.RU)]

    assert codes(MAHALLAS[0])[:2] == ["deputy", "head"]
    assert codes(REGION)[:2] == ["head", "deputy"]
    assert codes(DISTRICTS[1])[0] == "head"
    assert codes(REGION)[-7:] == codes(MAHALLAS[7])[-7:]
    first = offered_posts(tiny_snapshot, REGION, Lang.RU)[0]
    assert (first.name, first.agency, first.agency_name) == ("Начальник", "iib", "Внутренние дела")


def test_red_mahallas_are_those_of_the_latest_categories(tiny_snapshot: Snapshot) -> None:
    assert red_mahallas(tiny_snapshot, REGION) == [MAHALLAS[0], MAHALLAS[4]]
    assert red_mahallas(tiny_snapshot, DISTRICTS[1]) == [MAHALLAS[4]]
