"""The person guard: headings in four languages, and what stands in columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.model.problems import Refused
from mapping.reading.persons import is_person_heading, is_personal_number, person_columns, refuse_persons

PERSONS = """F.I.O.|Ф.И.О.|ФИО правонарушителя|Familiyasi, ismi, sharifi|Фамилияси|Исми|Имя|Отчество|Full name|First name|Last name
Surname|Patronymic|Name of offender|JSHSHIR|ЖШШИР|ПИНФЛ|PINFL|Shaxsiy raqami|Шахсий рақам|Личный номер|Personal number|Pasport
Паспорт серия|Серия и номер паспорта|Passport No|Tug‘ilgan sanasi|Туғилган сана|Tugilgan yili|Дата рождения|Год рождения|DOB
Date of birth|Telefon raqami|Телефон|Тел.|Мобильный|Phone number|Mobile|Yashash manzili|Яшаш манзили|Уй манзили|Home address
Адрес проживания|Место жительства|Jabrlanuvchi|Жабрланувчи|Потерпевший|Подозреваемый|Victim|Suspect|Offender|Huquqbuzar F.I.Sh.
Ҳуқуқбузар|Fuqaro|Фуқаро|Гражданин|ИНН|СТИР""".replace("\n", "|").split("|")
FIGURES = """Hudud nomi|Mahalla|Soni|Fuqarolar soni|Количество граждан|Ishsiz shaxslar|Yoshlar|name_uz_latn|Name|Mas’ul|District
Tug‘ilganlar soni|Number of phones|Telefon firibgarligi soni|Кражи мобильных телефонов|Mobil telefon o‘g‘riligi|Person days
Huquqbuzarliklar|Lavozim|Турар жой ўғрилиги|Преступления против личности|Население""".replace("\n", "|").split("|")


@pytest.mark.parametrize("heading", PERSONS)
def test_headings_of_persons(heading: str) -> None:
    assert is_person_heading(heading)


@pytest.mark.parametrize("heading", FIGURES)
def test_headings_of_figures(heading: str) -> None:
    assert not is_person_heading(heading)


def number(body: str) -> str:
    """The 13 digits with their check digit, weights 7 3 1."""
    return body + str(sum(int(digit) * (7, 3, 1)[n % 3] for n, digit in enumerate(body)) % 10)


def test_the_check_digit_by_hand() -> None:
    # 3·7 + 1·3 + 5·1 + 0·7 + 3·3 + 8·1 + 2·7 + 0·3 + 1·1 + 7·7 + 0·3 + 0·1 + 2·7 = 124
    assert number("3150382017002") == "31503820170024"
    assert is_personal_number("31503820170024")
    assert not is_personal_number("31503820170023")


@given(st.integers(0, 9), st.lists(st.sampled_from(["12", "7", "0", "350"]), max_size=50))
def test_one_number_anywhere_in_a_text_is_enough(last: int, others: list[str]) -> None:
    hidden = f"ish bo‘yicha {number(f'315038201700{last}')} raqami"
    assert person_columns({"Izoh": [*others, hidden]}) == ["Izoh"]


@given(st.lists(st.integers(0, 10**13).map(str)))
def test_codes_and_counts_are_no_persons(values: list[str]) -> None:
    assert person_columns({"Soni": values, "Kod": [f"1710{value}" for value in values]}) == []


def test_a_mahalla_named_after_a_person_is_no_person() -> None:
    names = ["Obod", "Yangi hayot", "Alisher Navoiy", "Zulfiya", "Amir Temur", "Hamid Olimjon", "Bahor", "Do‘stlik"]
    assert person_columns({"Mahalla": names}) == []


def test_the_refusal_names_columns_and_no_value() -> None:
    with pytest.raises(Refused) as refused:
        refuse_persons("a.csv", {"Belgi": ["AB1234567", "AA7654321"], "Soni": ["1", "2"]})
    assert [(one.column, one.value) for one in refused.value.problems] == [("Belgi", None)]
    assert "1234567" not in str(refused.value)


@pytest.mark.parametrize("heading", ["updated_at", "created_at", "cartodb_id_date", "valid_from", "Sana", "Davr"])
@pytest.mark.parametrize("day", ["2015-06-03T10:00:00Z", "2015-06-03", "03.06.2015"])
def test_days_of_records_are_no_birth_days(heading: str, day: str) -> None:
    assert person_columns({"name": ["Obod", "Bahor", "Guliston"], heading: [day] * 3}) == []


def test_beside_persons_old_days_are_birth_days() -> None:
    named = person_columns(
        {"A": ["Karimov Anvar", "Aliyeva Zulfiya"], "B": ["03.06.1985", "11.01.1990"], "Soni": ["1", "2"]}
    )
    assert named == ["A", "B"]


@given(st.floats(37, 46), st.sampled_from(".,"))
def test_decimals_are_never_personal_numbers(degrees: float, mark: str) -> None:
    written = [f"{degrees + step / 7:.15f}".replace(".", mark) for step in range(60)]
    written.append(f"66{mark}{number('3150382017002')}")  # the decimals of one that would pass
    assert person_columns({"lat": written}) == []
