"""Broken tables, one fault each, in four forms: two of CSV, TSV in UTF-16, and a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence

from tests.corpus.broken import Broken
from tests.corpus.workbook import Cell, workbook

Rows = list[list[Cell]]

STATISTICS: Rows = [
    ["Hudud", "Davr", "Ko‘rsatkich", "Guruh", "Soni"],
    ["Koson tumani", "2025Q1", "theft", "all", "12"],
    ["Kitob tumani", "2025Q1", "theft", "all", "7"],
    ["Qarshi shahri", "2025Q1", "theft", "all", "30"],
]
CODED: Rows = [
    ["Kod", "Nomi", "Davr", "Ko‘rsatkich", "Soni"],
    ["1710229", "Koson tumani", "2025Q1", "theft", "12"],
    ["1710232", "Kitob tumani", "2025Q1", "theft", "7"],
]
POPULATION: Rows = [
    ["Hudud", "Yil", "Guruh", "Aholi"],
    ["Koson tumani", "2026", "all", "300000"],
    ["Koson tumani", "2026", "youth", "90000"],
]
MEASURES: Rows = [
    ["id", "area", "quarter", "text", "factor", "target_group", "deadline", "status", "progress", "done_on"],
    ["M1", "1710229001", "2025Q1", "Ish", "debt", "women", "2025-03-31", "planned", "10", ""],
    ["M2", "1710229001", "2025Q1", "Ish", "debt", "women", "2025-03-31", "done", "100", "2025-03-01"],
]
CATEGORIES: Rows = [["area", "year", "category"], ["1710229001", "2025", "red"]]
FACTORS: Rows = [["area", "year", "factor", "cases"], ["1710229001", "2025", "debt", "2"]]
ASSIGNMENTS: Rows = [["area", "agency", "post"], ["1710", "prosecutor", "r_prosecutor_deputy"]]
PERSONS = {
    "pinfl": "31503820170023",
    "passport": "AB1234567",
    "phone": "+998 90 123 45 67",
    "name": "Karimova Nodira Botirovna",
}


def with_cell(rows: Rows, row: int, column: int, value: Cell) -> Rows:
    """The table with one cell changed; rows count from 0, the header."""
    return [
        [value if (y, x) == (row, column) else cell for x, cell in enumerate(cells)] for y, cells in enumerate(rows)
    ]


def without_column(rows: Rows, column: int) -> Rows:
    """The table without one column."""
    return [[cell for x, cell in enumerate(cells) if x != column] for cells in rows]


def with_column(rows: Rows, heading: str, values: Sequence[Cell]) -> Rows:
    """The table with one column more."""
    return [[*cells, value] for cells, value in zip(rows, [heading, *values], strict=True)]


def quarters(counts: Sequence[Cell], indicator: str = "theft") -> Rows:
    """A district's counts of quarters that follow one another from 2023Q1 on."""
    times = [f"{2023 + n // 4}Q{n % 4 + 1}" for n in range(len(counts))]
    return [["Koson tumani", time, indicator, "all", count] for time, count in zip(times, counts, strict=True)]


def faults() -> Iterator[tuple[str, str, Rows]]:
    """Name, the rule that must name it, and the table."""
    yield from _cells()
    yield from _areas()
    yield from _forms()
    yield from _implausible()
    yield from _persons()


def _cells() -> Iterator[tuple[str, str, Rows]]:
    for name, value, rule in (
        ("negative", "-3", "count_negative"),
        ("minus_sign", "−3", "count_negative"),
        ("fraction", "3,5", "count_fraction"),
        ("words", "uchta", "count_number"),
        ("thousand_point", "1.234", "number_ambiguous"),
        ("thousand_comma", "1,234", "number_ambiguous"),
        ("two_numbers", "12/7", "count_number"),
    ):
        yield name, rule, with_cell(STATISTICS, 1, 4, value)
    for name, value in (
        ("year", "2025"),
        ("fifth", "2025Q5"),
        ("day", "15.12.2025"),
    ):
        yield f"period_{name}", "quarter_form", with_cell(STATISTICS, 1, 1, value)
    yield "period_half_year", "running_total_alone", with_cell(STATISTICS, 1, 1, "2025 yil 1-yarim yillik")
    yield "period_missing", "value_missing", with_cell(STATISTICS, 1, 1, "")
    yield "indicator_unknown", "word_unknown", with_cell(STATISTICS, 1, 2, "o‘g‘rilangan mollar")
    yield "indicator_new", "code_new", with_cell(STATISTICS, 1, 2, "bicycle_theft")
    yield "group_unknown", "choice_unknown", with_cell(STATISTICS, 1, 3, "pensionerlar")
    yield "group_missing", "value_missing", with_cell(STATISTICS, 1, 3, "")
    yield "population_year", "year_form", with_cell(POPULATION, 1, 1, "25-yil")
    yield "people_negative", "count_negative", with_cell(POPULATION, 2, 3, "-5")
    yield "people_ambiguous", "number_ambiguous", with_cell(POPULATION, 2, 3, "90.000")
    yield "deadline_no_day", "date_form", with_cell(MEASURES, 1, 6, "31.02.2025")
    yield "deadline_missing", "value_missing", with_cell(MEASURES, 1, 6, "")
    yield "status_unknown", "choice_unknown", with_cell(MEASURES, 1, 7, "balki")
    yield "progress_above", "share_range", with_cell(MEASURES, 1, 8, "110")
    yield "progress_words", "count_number", with_cell(MEASURES, 1, 8, "yarmi")
    yield "done_without_day", "done_without_date", with_cell(MEASURES, 2, 9, "")
    yield "measure_twice", "key_twice", with_cell(MEASURES, 2, 0, "M1")
    yield "control_sign", "control_sign", with_cell(MEASURES, 1, 3, "Ish\x7f")
    yield "factor_unknown", "word_unknown", with_cell(MEASURES, 1, 4, "omil № 5")
    yield "deadline_next_quarter", "deadline_outside_quarter", with_cell(MEASURES, 1, 6, "2025-04-15")
    yield "category_unknown", "choice_unknown", with_cell(CATEGORIES, 1, 2, "ko‘k")
    yield "category_year", "year_form", with_cell(CATEGORIES, 1, 1, "2025Q1")
    yield "category_twice", "key_twice", [*CATEGORIES, CATEGORIES[1]]
    yield "factor_negative", "count_negative", with_cell(FACTORS, 1, 3, "-1")
    yield "factor_missing", "value_missing", with_cell(FACTORS, 1, 2, "")
    yield "agency_missing", "value_missing", with_cell(ASSIGNMENTS, 1, 1, "")
    yield "assignment_twice", "key_twice", [*ASSIGNMENTS, ASSIGNMENTS[1]]
    yield "row_twice", "key_twice", [*STATISTICS, STATISTICS[1]]
    yield "row_twice_in_words", "key_twice", [*STATISTICS, ["Косон", "I чорак 2025", "Ўғрилик", "Жами", "12"]]


def _areas() -> Iterator[tuple[str, str, Rows]]:
    yield "name_unknown", "name_unmatched", with_cell(STATISTICS, 1, 0, "Samarqand tumani yangi")
    yield "name_two_kinds", "name_ambiguous", with_cell(STATISTICS, 1, 0, "Shahrisabz")
    yield "name_missing", "value_missing", with_cell(STATISTICS, 1, 0, "")
    yield "code_letters", "code_form", with_cell(CODED, 1, 0, "17I0229")
    yield "code_spoilt", "code_form", with_cell(CODED, 1, 0, "1,71E+06")
    yield "code_short", "code_form", with_cell(CODED, 1, 0, "17102")
    yield "code_unknown", "code_unknown", with_cell(CODED, 1, 0, "1710999")
    yield "code_elsewhere", "code_parent", with_cell(CODED, 1, 0, "1706207")
    yield "code_of_mahalla", "code_level", with_cell(CODED, 2, 0, "1710232001")
    yield "name_of_another", "code_and_name_differ", with_cell(CODED, 1, 1, "Muborak tumani")
    named = [
        ["name_uz_latn", "name_ru", "Davr", "Ko‘rsatkich", "Soni"],
        ["Koson", "Китабский район", "2025Q1", "theft", "1"],
    ]
    yield "names_contradict", "name_contradiction", [*named]
    yield "area_column_missing", "column_absent", without_column(STATISTICS, 0)


def _forms() -> Iterator[tuple[str, str, Rows]]:
    yield "no_period", "column_absent", without_column(STATISTICS, 1)
    yield "no_indicator", "column_absent", without_column(STATISTICS, 2)
    yield "no_figures", "column_absent", without_column(STATISTICS, 4)
    yield "no_deadline", "column_absent", without_column(MEASURES, 6)
    yield "no_year", "column_absent", without_column(POPULATION, 1)
    yield "no_header", "header_unclear", STATISTICS[1:]
    yield "headings_unknown", "header_unclear", [["ustun 1", "ustun 2", "ustun 3"], ["a", "b", "c"]]
    yield "kind_untold", "kind_unclear", [["Hudud", "2024", "2025"], ["Koson tumani", "5", "6"]]
    yield "column_unknown", "column_not_read", with_column(STATISTICS, "Qo‘shimcha belgi", ["a", "b", "c"])
    yield "total_wrong", "total_row_differs", [*STATISTICS, ["Jami", "2025Q1", "theft", "all", "50"]]
    yield "total_above_wrong", "total_row_differs", [STATISTICS[0], ["Итого", "", "", "", "50"], *STATISTICS[1:]]
    wide: Rows = [["O‘g‘rilik"], ["Hudud", "2025Q1", "2025Q2", "Jami"], ["Koson tumani", "1", "2", "4"]]
    yield "row_total_wrong", "total_column_differs", wide
    months = [["Hudud", "Davr", "Ko‘rsatkich", "Soni"], ["Koson tumani", "yanvar 2025", "theft", "1"]]
    whole = ["Koson tumani", "2025Q2", "theft", "3"]
    yield "month_alone", "quarter_incomplete", [*months, ["Koson tumani", "mart 2025", "theft", "2"], whole]
    yield "month_twice", "key_twice", [*months, ["Koson tumani", "01.2025", "theft", "2"]]


def _implausible() -> Iterator[tuple[str, str, Rows]]:
    head = STATISTICS[0]
    yield "zero_after_steady", "zero_sudden", [head, *quarters(["6", "7", "5", "6", "0"])]
    yield "jump", "jump_tenfold", [head, *quarters(["6", "7", "5", "6", "64"])]
    yield "fall", "jump_tenfold", [head, *quarters(["60", "70", "50", "60", "6"])]
    yield "gap_of_a_quarter", "period_gap", [head, *(row for row in quarters(["6", "7", "5"]) if row[1] != "2023Q2")]
    yield "gap_of_an_empty_cell", "period_gap", [head, *quarters(["6", "", "5"])]
    yield "people_jump", "jump_tenfold", [*POPULATION, ["Koson tumani", "2025", "all", "30000"]]
    yield (
        "people_of_old",
        "population_stale",
        [[*row[:1], "2019", *row[2:]] if n else row for n, row in enumerate(POPULATION)],
    )
    yield "group_above", "group_above_total", with_cell(POPULATION, 2, 3, "300001")
    group = [*STATISTICS, ["Koson tumani", "2025Q1", "theft", "women", "13"]]
    yield "cases_of_group_above", "group_above_total", group
    yield "kinds_above", "kinds_not_total", [*STATISTICS, ["Koson tumani", "2025Q1", "crime_total", "all", "11"]]
    whole = [
        ["Koson tumani", "2025Q1", kind, "all", count] for kind, count in (("crime_total", "20"), ("other_crime", "7"))
    ]
    yield "kinds_below", "kinds_not_total", [*STATISTICS, *whole]
    falling = [*quarters(["9"] * 4 + ["0"] * 4, "crime_total"), *quarters(["9"] * 4 + ["14"] * 4, "admin_offence")]
    yield "crimes_gone", "offences_rise_crimes_zero", [head, *falling]
    yield "areas_missing", "area_without_figures", STATISTICS


def _persons() -> Iterator[tuple[str, str, Rows]]:
    count = len(STATISTICS) - 1
    for heading in (
        "F.I.O.", "F.I.Sh.", "ФИО", "Ф.И.Ш.", "Familiya", "Фамилия", "Surname", "Full name", "JSHSHIR", "ЖШШИР", "PINFL", "ПИНФЛ",
        "Pasport seriyasi", "Паспорт", "Passport", "Tug‘ilgan sana", "Туғилган йили", "Дата рождения", "Birth date", "Telefon",
        "Телефон", "Phone", "Yashash manzili", "Яшаш манзили", "Адрес", "Home address", "Huquqbuzar", "Fuqaro",
    ):  # fmt: skip
        yield f"heading_{heading}", "person_column", with_column(STATISTICS, heading, [""] * count)
    for name, value in PERSONS.items():
        yield f"content_{name}", "person_column", with_column(STATISTICS, "Belgi", [_valid(value)] * count)


def _valid(value: str) -> str:
    """The value; a personal number with its right check digit."""
    if not (value.isdigit() and len(value) == 14):
        return value
    weighted = sum(int(digit) * (7, 3, 1)[n % 3] for n, digit in enumerate(value[:13]))
    return value[:13] + str(weighted % 10)


def _text(rows: Rows, separator: str, encoding: str) -> bytes:
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=separator).writerows([["" if cell is None else cell for cell in row] for row in rows])
    return target.getvalue().encode(encoding)


FORMS: dict[str, Callable[[Rows], bytes]] = {
    "semicolons.csv": lambda rows: _text(rows, ";", "utf-8"),
    "commas.csv": lambda rows: _text(rows, ",", "utf-8-sig"),
    "tabs.tsv": lambda rows: _text(rows, "\t", "utf-16"),
    "book.xlsx": lambda rows: workbook({"Varaq": rows}),
}


def broken_tables() -> Iterator[Broken]:
    """Every fault in every form."""
    for name, rule, rows in faults():
        for form, write in FORMS.items():
            yield Broken(f"{name}_{form}", rule, write(rows), parent="1710")
