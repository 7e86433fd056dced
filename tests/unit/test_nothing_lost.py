"""No figure that stood in a file is absent from the result without a refusal or a question."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from mapping.model.kinds import FileKind
from mapping.model.locale import Lang
from mapping.reading.examination import examine
from mapping.reading.matching import settled_key, shipped_reference
from mapping.reading.report import Report
from mapping.reading.request import Request
from mapping.reading.specification import message
from mapping.reading.tables.figures import Marks
from mapping.reading.tables.profile_file import parse_profile, profile_text
from mapping.reading.tables.scales import scale_of
from mapping.reading.tables.times import order_of_days, read_period, says_running

AREAS = ("Koson tumani", "G‘uzor tumani", "Qarshi shahri")


@pytest.fixture
def read(tmp_path: Path) -> Any:
    """Writes a file and examines it within the region 1710."""

    def examined(content: str | bytes, name: str = "file.csv", **given: Any) -> Report:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return examine(path, Request(**({"parent": "1710"} | given)))

    return examined


def asked(report: Report) -> dict[str, str | None]:
    """The first value of each rule that asks; each question is told in four languages."""
    for problem in report.asked:
        assert all(message(problem, lang) for lang in Lang)
    return {problem.rule: problem.value for problem in reversed(report.asked)}


def refused(report: Report) -> dict[str, int | None]:
    for problem in report.refused:
        assert all(message(problem, lang) for lang in Lang)
    return {problem.rule: problem.row for problem in reversed(report.refused)}


def figures(report: Report) -> list[int | None]:
    assert report.frame is not None, report.refused
    column = report.frame[{"statistics": "count", "population": "people"}[str(report.kind)]]
    return [None if missing else int(one) for one, missing in zip(column, column.isna(), strict=True)]


def periods(report: Report) -> list[str]:
    assert report.frame is not None, report.refused
    return [str(one) for one in report.frame["period"]]


def book(rows: list[list[Any]], change: Any = None, **sheets: list[list[Any]]) -> bytes:
    """A workbook whose first sheet is changed by a function of workbook and sheet before it is closed."""
    target = io.BytesIO()
    made = xlsxwriter.Workbook(target)
    first = made.add_worksheet("Jadval")
    for n, row in enumerate(rows):
        first.write_row(n, 0, row)
    for name, cells in sheets.items():
        sheet = made.add_worksheet(name)
        for n, row in enumerate(cells):
            sheet.write_row(n, 0, row)
        if name.startswith("hidden"):
            sheet.hide()
    if change:
        change(made, first)
    made.close()
    return target.getvalue()


TABLE = [["Hudud", "Ko‘rsatkich", "2025Q1"], [AREAS[0], "theft", 5], [AREAS[1], "theft", 7]]


class TestColumns:
    def test_figures_of_an_unknown_kind_among_known_ones_are_asked_about(self, read: Any) -> None:
        report = read("Hudud;Davr;O‘g‘irlik;Kapalak ovlash\nKoson tumani;2025Q1;5;9\n")
        assert asked(report) == {"figures_not_read": "9"}

    def test_figures_without_a_heading_are_asked_about(self, read: Any) -> None:
        assert asked(read("Hudud;Davr;O‘g‘irlik;\nKoson tumani;2025Q1;5;9\n")) == {"figures_not_read": "9"}

    @pytest.mark.parametrize(("whole", "rules"), [(12, {}), (13, {"total_column_differs": "13"})])
    def test_a_column_of_the_year_beside_quarters_is_a_total(
        self, read: Any, whole: int, rules: dict[str, str]
    ) -> None:
        report = read(f"O‘g‘irlik, 2025;;;\nHudud;I chorak;II chorak;Yil\nKoson tumani;5;7;{whole}\n")
        assert (figures(report), asked(report)) == ([5, 7], rules)

    @pytest.mark.parametrize(
        ("cells", "expected", "rules"),
        [
            ("1;2;3;6", [6], {}),
            ("1;2;3;7", [6], {"total_column_differs": "7"}),
            ("1;2;;6", [6], {}),
            ("1;2;;2", [2], {"total_column_differs": "2"}),
            (";;;6", [6], {}),
            ("1;2;3;", [6], {}),
            ("0;0;0;0", [0], {}),
        ],
    )
    def test_a_quarter_beside_its_months_is_held_against_them_and_counted_once(
        self, read: Any, cells: str, expected: list[int], rules: dict[str, str]
    ) -> None:
        report = read(f"O‘g‘irlik, 2025;;;;\nHudud;yanvar;fevral;mart;I chorak\nKoson tumani;{cells}\n")
        assert (figures(report), asked(report)) == (expected, rules)

    def test_months_quarters_and_totals_since_january_side_by_side_are_counted_once(self, read: Any) -> None:
        heads = "янв;фев;мар;I кв;апр;май;июн;II кв;6 мес;июл;авг;сен;III кв;9 мес"
        report = read(f"Кражи, 2025;\nРайон;{heads}\nKoson tumani;1;2;3;6;2;3;4;9;15;1;1;1;3;18\n")
        assert figures(report) == [6, 9, 3]
        assert {one.total for one in report.sums[:2]} == {6, 9}, "a clerk sees each case once"
        assert asked(report) == {}

    def test_january_to_march_among_running_totals_by_months_is_one_of_them(self, read: Any) -> None:
        report = read("Кражи, 2025;\nРайон;январь;январь-февраль;январь-март\nKoson tumani;1;3;6\n")
        assert (figures(report), asked(report).keys()) == ([6], {"running_totals"})

    @pytest.mark.parametrize(
        ("heading", "told"),
        [
            ("Aholi soni (ayollar), 2026", {"group": "women", "year": 2026, "people": 10}),
            ("Население (молодёжь) на 01.01.2026", {"group": "youth", "year": 2026, "people": 10}),
            ("Aholi soni, ayollar 2026", {"group": "women", "year": 2026, "people": 10}),
            ("Численность населения на 01.01.2026", {"group": "all", "year": 2026, "people": 10}),
            ("Aholi soni 2026-yil 1-yanvar holatiga", {"group": "all", "year": 2026, "people": 10}),
            ("O‘g‘irlik (yoshlar) 2025Q1", {"group": "youth", "period": "2025Q1", "indicator": "theft", "count": 10}),
            ("Кражи (1 квартал 2025)", {"group": "all", "period": "2025Q1", "indicator": "theft", "count": 10}),
            ("Jinoyatlar soni (2025-yil 4-chorak)", {"period": "2025Q4", "indicator": "crime_total", "count": 10}),
            ("Кражи (ст. 169 УК РУз) за I квартал 2025 года", {"period": "2025Q1", "indicator": "theft", "count": 10}),
            ("O‘g‘irlik (dona), 2025Q1", {"group": "all", "period": "2025Q1", "indicator": "theft", "count": 10}),
        ],
    )
    def test_what_stands_in_brackets_or_around_a_time_belongs_to_the_heading(
        self, read: Any, heading: str, told: dict[str, Any]
    ) -> None:
        (row,) = read(f"Hudud;{heading}\nKoson tumani;10\n").frame.to_dict("records")
        assert {name: row[name] for name in told} == told

    @pytest.mark.parametrize(
        "heading",
        ["Кражи (раскрыто)", "O‘g‘irlik (fosh etilgan) 2025Q1", "Aholi (erkaklar)", "Численность мужчин 2025"],
    )
    def test_figures_of_some_are_not_those_of_all(self, read: Any, heading: str) -> None:
        report = read(f"Hudud;Davr;Jinoyatlar;{heading}\nKoson tumani;2025Q1;20;10\n")
        assert (figures(report), asked(report)) == ([20], {"figures_not_read": "10"})
        alone = read(f"Hudud;{heading}\nKoson tumani;10\n")
        assert alone.refused

    @pytest.mark.parametrize(
        "title",
        [
            "Раскрыто краж", "План снижения краж", "Кражи, совершённые несовершеннолетними", "Voyaga yetmaganlar o‘g‘irligi",
            "Число лиц, совершивших кражи", "Кражи в отношении женщин", "Og‘ir jinoyatlar", "Тяжкие преступления", "Theft among pensioners",
        ],
    )  # fmt: skip
    def test_a_title_that_tells_of_some_cases_is_asked_about(self, read: Any, title: str) -> None:
        rules = asked(read(f"{title} 2025Q1;\nHudud;O‘g‘irlik\nKoson tumani;5\n"))
        assert rules.keys() == {"unit_doubtful"}

    @pytest.mark.parametrize(
        ("heading", "people"),
        [
            ("Численность населения на 01.01.2026, тыс. чел.", 1500),
            ("Население на 1 января 2026 г., тыс. человек", 1500),
            ("Aholi soni 2026-yil 1-yanvar holatiga, ming kishi", 1500),
        ],
    )
    def test_thousands_after_a_day_are_thousands(self, read: Any, heading: str, people: int) -> None:
        report = read(f"Hudud;{heading}\nKoson tumani;1,5\n")
        assert asked(report).keys() == {"figures_in_thousands"}
        assert report.frame["people"].tolist() == [people]

    @pytest.mark.parametrize("title", ["O‘g‘irlik, ming so‘m", "Кражи, %", "Theft, per cent"])
    def test_what_may_be_no_counts_is_asked_about(self, read: Any, title: str) -> None:
        assert asked(read(f"{title};\nHudud;2025Q1\nKoson tumani;5\n")) == {"unit_doubtful": title}

    @pytest.mark.parametrize(
        "heading",
        [
            "100 ming aholiga", "На 100 тыс. населения", "на 100 тысяч населения", "Per 100,000 people", "per thousand people",
            "Jinoyatlar (100 ming aholiga)", "Улуши, %", "%", "Ўсиш суръати", "+/-", "Avval", "O‘rni", "Jinoyatlar 2024 yilga nisbatan",
            "Удельный вес", "Kutilgan soni",
        ],
    )  # fmt: skip
    def test_what_is_worked_out_of_counts_is_asked_about(self, read: Any, heading: str) -> None:
        report = read(f"Jinoyatlar 2025Q1;;\nHudud;Jinoyatlar;{heading}\nKoson tumani;5;101.5\nG'uzor tumani;6;99\n")
        assert (figures(report), asked(report)) == ([5, 6], {"figures_not_read": "101.5"})

    @pytest.mark.parametrize("cell", ["12 %", "12,5%", "+4", "- 3", "2,1 barobar", "в 2,1 раза", "7 nafar"])
    def test_a_figure_with_a_sign_or_unit_is_a_figure(self, read: Any, cell: str) -> None:
        assert asked(read(f"Hudud;Davr;O‘g‘irlik;Yana\nKoson tumani;2025Q1;5;{cell}\n")) == {"figures_not_read": cell}

    def test_people_of_a_year_are_not_their_growth(self, read: Any) -> None:
        report = read("Hudud;Aholi soni 2025;Aholi soni 2024 yilga nisbatan o‘sishi\nKoson tumani;900;101\n")
        assert (figures(report), asked(report)) == ([900], {"figures_not_read": "101"})

    def test_few_counts_that_happen_to_be_a_row_of_numbers_are_figures(self, read: Any) -> None:
        report = read("Hudud;Davr;O‘g‘irlik;Kapalak ovlash\nKoson tumani;2025Q1;5;1\nG'uzor tumani;2025Q1;5;2\n")
        assert asked(report) == {"figures_not_read": "1"}

    def test_a_rate_is_asked_about_once(self, read: Any) -> None:
        content = "Hudud;Davr;O‘g‘irlik;100 ming aholiga\nKoson tumani;2025Q1;5;9.5\n"
        kept = read(content).keeps
        assert kept is not None
        assert not asked(read(content, profiles=[kept]))

    def test_numbers_of_rows_and_columns_ignored_on_purpose_are_not(self, read: Any) -> None:
        assert not asked(read(";Hudud;Davr;O‘g‘irlik\n1;Koson tumani;2025Q1;5\n2;G'uzor tumani;2025Q1;6\n"))
        profile = "kind: statistics\ncolumns: {Hudud: area_name, Davr: period, Son: {indicator: theft}, Boshqa: ignore}"
        given = read("Hudud;Davr;Son;Boshqa\nKoson tumani;2025Q1;5;9\n", profile=parse_profile(profile.encode()))
        assert not asked(given)
        assert figures(given) == [5]

    def test_a_table_without_a_figure_is_refused(self, read: Any) -> None:
        assert refused(read("Hudud;Davr;O‘g‘irlik\nKoson tumani;2025Q1;\nG'uzor tumani;2025Q1;-\n")) == {
            "figures_none": None
        }


class TestRows:
    def test_a_row_below_the_table_that_holds_a_figure_is_asked_about(self, read: Any) -> None:
        assert asked(read("Hudud;Davr;O‘g‘irlik\nKoson tumani;2025Q1;5\n;;17\n")) == {"row_figures_left": "17"}

    def test_a_table_above_the_header_is_asked_about(self, read: Any) -> None:
        report = read(
            "Nimadir;Boshqa;Son\nKoson tumani;2024Q4;4\nHudud;Davr;O‘g‘irlik\nKoson tumani;2025Q1;5\n",
            kind=FileKind.STATISTICS,
        )
        assert asked(report) == {"row_figures_left": "4"}

    @pytest.mark.parametrize(("total", "rules"), [("12", {}), ("13", {"total_row_differs": "13"})])
    def test_a_total_that_does_not_add_up_is_asked_about(self, read: Any, total: str, rules: dict[str, str]) -> None:
        report = read(f"Hudud;Davr;O‘g‘irlik\nKoson tumani;2025Q1;5\nG'uzor tumani;2025Q1;7\nJami;2025Q1;{total}\n")
        assert asked(report) == rules

    def test_months_short_of_a_quarter_are_asked_about(self, read: Any) -> None:
        report = read("Hudud;Davr;O‘g‘irlik\nKoson tumani;2025-01;5\nKoson tumani;2025-02;5\nG'uzor tumani;2025Q1;7\n")
        assert asked(report) == {"quarter_incomplete": "2025Q1"}


class TestWorkbooks:
    def test_an_error_is_no_blank(self, read: Any) -> None:
        content = book(TABLE, lambda made, sheet: sheet.write_formula("C3", "=1/0", None, "#DIV/0!"))
        report = read(content, "a.xlsx")
        assert [(one.rule, one.row, one.value) for one in report.refused] == [("count_number", 3, "#DIV/0!")]

    @pytest.mark.parametrize("written", ["#N/A", "#DIV/0!", "12%", "12 %"])
    def test_what_is_no_count_is_refused_in_text_too(self, read: Any, written: str) -> None:
        assert refused(read(f"Hudud;Davr;O‘g‘irlik\nKoson tumani;2025Q1;{written}\n")) == {"count_number": 2}

    def test_a_formula_that_was_not_worked_out_is_refused(self, read: Any) -> None:
        report = read(book(TABLE, lambda made, sheet: sheet.write_formula("C3", "=2+5", None, "")), "a.xlsx")
        assert refused(report) == {"formula_without_value": 3}

    def test_a_formula_with_its_value_is_read(self, read: Any) -> None:
        assert figures(read(book(TABLE, lambda made, sheet: sheet.write_formula("C3", "=2+5", None, 7)), "a.xlsx")) == [
            5,
            7,
        ]

    def test_hidden_rows_and_columns_are_read_and_asked_about(self, read: Any) -> None:
        report = read(book(TABLE, lambda made, sheet: sheet.set_row(2, None, None, {"hidden": True})), "a.xlsx")
        assert (figures(report), [one.row for one in report.asked]) == ([5, 7], [3])
        report = read(book(TABLE, lambda made, sheet: sheet.set_column("C:C", None, None, {"hidden": True})), "a.xlsx")
        assert [(one.rule, one.column) for one in report.asked] == [("rows_hidden", "2025Q1")]

    def test_a_hidden_sheet_with_figures_is_left_out_and_asked_about(self, read: Any) -> None:
        report = read(book(TABLE, hidden=[TABLE[0], [AREAS[2], "theft", 9]]), "a.xlsx")
        assert (figures(report), asked(report)) == ([5, 7], {"sheet_hidden": "hidden"})
        assert not asked(read(book(TABLE, hidden=[["birinchi"], ["ikkinchi"]]), "a.xlsx"))

    def test_a_sheet_with_figures_that_lacks_columns_is_asked_about(self, read: Any) -> None:
        assert asked(read(book(TABLE, Boshqa=[["nima", "son"], ["x", 9]]), "a.xlsx")) == {
            "sheet_figures_left": "Boshqa"
        }

    def test_a_figure_merged_over_several_rows_is_refused(self, read: Any) -> None:
        report = read(book(TABLE, lambda made, sheet: sheet.merge_range(1, 2, 2, 2, 5)), "a.xlsx")
        assert refused(report) == {"figure_merged": 2}


class TestQuotes:
    TEXTS = "Hudud;Davr;Ko‘rsatkich;Soni\n"

    def test_a_mark_that_opens_and_closes_rows_later_is_refused_with_its_row(self, read: Any) -> None:
        content = f'{self.TEXTS}Koson tumani;2025Q1;theft;1\n"G‘uzor tumani;2025Q1;theft;2\nQarshi shahri;2025Q1;theft;3\n"Kasbi" tumani;2025Q1;theft;4\n'
        assert refused(read(content)) == {"quote_open": 3}

    def test_a_mark_that_never_closes_is_refused(self, read: Any) -> None:
        content = (
            f'{self.TEXTS}Koson tumani;2025Q1;theft;1\n"G‘uzor tumani;2025Q1;theft;2\nQarshi shahri;2025Q1;theft;3\n'
        )
        assert refused(read(content)) == {"quote_open": 3}

    def test_line_ends_and_marks_inside_a_cell_are_no_fault(self, read: Any) -> None:
        content = (
            '"Hudud\n(tuman)";Davr;Ko‘rsatkich;Soni\n"Koson\ntumani";2025Q1;"theft";1\nG‘uzor "tumani";2025Q1;theft;2\n'
        )
        assert figures(read(content)) == [1, 2]


class TestThousands:
    @pytest.mark.parametrize(
        "text",
        ["Численность (тысяч человек)", "тыс. чел.", "2025, тыс. чел.", "Aholi soni, ming nafar", "Аҳоли сони (минг киши)",
         "(ming)", "Population, thousand people", "в тысячах"],
    )  # fmt: skip
    def test_words_for_thousands(self, text: str) -> None:
        assert scale_of(text) == 1000

    @pytest.mark.parametrize(
        "text",
        [
            "на 10 тыс. населения",
            "per thousand people",
            "har ming aholiga",
            "Ming chinor mahallasi",
            "100 ming aholiga",
            "100 000 aholiga",
            "Aholi",
        ],
    )
    def test_rates_and_names_are_none(self, text: str) -> None:
        assert scale_of(text) == 1

    @pytest.mark.parametrize("where", ["title", "heading", "note"])
    def test_the_figures_are_taken_so_many_times_and_asked_about(self, read: Any, where: str) -> None:
        title = "Aholi (ming nafar);;\n" if where == "title" else ""
        head = "Aholi, ming nafar" if where == "heading" else "Aholi"
        note = (
            ";;\nIzoh: barcha raqamlar respublika bo‘yicha ming nafar hisobida keltirilgan\n" if where == "note" else ""
        )
        report = read(
            f"{title}Hudud;Yil;{head}\nKoson tumani;2025;2,5\nG'uzor tumani;2025;3\n{note}", kind=FileKind.POPULATION
        )
        assert figures(report) == [2500, 3000]
        assert list(asked(report)) == ["figures_in_thousands"]

    def test_declined_they_are_as_written(self, read: Any) -> None:
        marks = Marks(declined=frozenset({"figures_in_thousands"}))
        report = read("Aholi (ming nafar);;\nHudud;Yil;Aholi\nKoson tumani;2025;2\n", marks=marks)
        assert (figures(report), asked(report)) == ([2], {})
        assert "doubt_settled" in {one.rule for one in report.problems}

    def test_what_was_agreed_to_is_kept_in_the_profile_and_not_asked_again(self, read: Any) -> None:
        content = "Aholi (ming nafar);;\nHudud;Yil;Aholi\nKoson tumani;2025;2\n"
        kept = read(content).keeps
        assert kept.marks.agreed == {"figures_in_thousands"}
        again = read(content, profile=parse_profile(profile_text(kept).encode()))
        assert (figures(again), asked(again)) == ([2000], {})


class TestRunningTotals:
    @pytest.mark.parametrize(
        "heads",
        ["yanvar-mart 2025;yanvar-iyun 2025;yanvar-sentabr 2025;yanvar-dekabr 2025",
         "3 месяца 2025;6 месяцев 2025;9 месяцев 2025;12 месяцев 2025",
         "2025 yil 3 oylik;2025 yil 6 oylik;2025 yil 9 oylik;2025 yil 12 oylik",
         "I chorak 2025;2025 yarim yil;2025 9 oy;Yil", "3 мес. 2025;6 мес. 2025;9 мес. 2025;12 мес. 2025"],
    )  # fmt: skip
    def test_differences_are_taken_and_shown(self, read: Any, heads: str) -> None:
        report = read(f"O‘g‘irlik;;;;\nHudud;{heads}\nKoson tumani;2;5;9;14\nG'uzor tumani;1;1;3;3\n")
        assert figures(report) == [2, 3, 4, 5, 1, 0, 2, 0]
        assert [(one.rule, one.value, one.details["parts"]) for one in report.asked] == [
            ("running_totals", "2, 5, 9, 14", "2, 3, 4, 5")
        ]

    def test_a_title_makes_quarters_running_totals(self, read: Any) -> None:
        report = read("O‘g‘irlik, yil boshidan;;\nHudud;2025Q1;2025Q2\nKoson tumani;2;5\n")
        assert (figures(report), list(asked(report))) == ([2, 3], ["running_totals"])

    def test_months_in_a_column(self, read: Any) -> None:
        lines = "".join(f"Koson tumani;yanvar-{month} 2025;{total}\n" for month, total in (("fevral", 3), ("mart", 6)))
        report = read(f"Hudud;Davr;O‘g‘irlik\nKoson tumani;yanvar 2025;1\n{lines}")
        assert (figures(report), list(asked(report))) == ([6], ["running_totals"])

    def test_one_that_falls_is_refused(self, read: Any) -> None:
        report = read("O‘g‘irlik;;\nHudud;yanvar-mart 2025;yanvar-iyun 2025\nKoson tumani;5;2\n")
        assert refused(report) == {"running_total_falls": 3}

    def test_one_without_its_predecessor_is_refused(self, read: Any) -> None:
        assert refused(read("O‘g‘irlik;\nHudud;yanvar-iyun 2025\nKoson tumani;5\n")) == {"running_total_alone": 3}

    @pytest.mark.parametrize(("half", "rules"), [(7, {}), (8, {"total_column_differs": "8"})])
    def test_one_beside_all_its_parts_is_held_against_them(self, read: Any, half: int, rules: dict[str, str]) -> None:
        report = read(f"O‘g‘irlik;;;\nHudud;2025Q1;2025Q2;yanvar-iyun 2025\nKoson tumani;3;4;{half}\n")
        assert figures(report) == [3, 4]
        assert {rule: value for rule, value in asked(report).items() if rule != "running_totals"} == rules

    def test_periods_since_january(self) -> None:
        when = read_period("I полугодие 2025")
        assert when is not None
        assert (when.since_january, str(when.in_quarter)) == (True, "2025Q2")
        assert says_running("Нарастающим итогом с начала года")
        assert not says_running("Жиноятлар, 2025 йил")


class TestDays:
    @pytest.mark.parametrize(
        ("heading", "rules"), [("Квартал", []), ("Chorak", []), ("Davr", ["days_may_be_quarters"])]
    )
    @pytest.mark.parametrize("days", [("01.01.2025", "01.04.2025"), ("31.03.2025", "30.06.2025")])
    def test_days_of_quarters_are_quarters(
        self, read: Any, heading: str, rules: list[str], days: tuple[str, str]
    ) -> None:
        report = read(f"Hudud;{heading};O‘g‘irlik\nKoson tumani;{days[0]};5\nKoson tumani;{days[1]};6\n")
        assert report.frame is not None
        assert report.frame["period"].tolist() == ["2025Q1", "2025Q2"]
        assert list(asked(report)) == rules

    @pytest.mark.parametrize(
        "days",
        [
            ("31.03.2025", "30.06.2025"), ("01.01.2025", "01.04.2025"), ("2025-03-31", "2025-06-30"), ("03/31/2025", "06/30/2025"),
            ("31.03.25", "30.06.25"), ("31 mart 2025", "30 iyun 2025 y."), ("2025-03-31 00:00:00", "2025-06-30 00:00:00"),
        ],
    )  # fmt: skip
    def test_days_of_quarters_are_quarters_as_headings(self, read: Any, days: tuple[str, str]) -> None:
        report = read(f"O‘g‘irlik;;\nHudud;{days[0]};{days[1]}\nKoson tumani;5;6\n")
        assert (periods(report), figures(report)) == (["2025Q1", "2025Q2"], [5, 6])
        assert list(asked(report)) == ["days_may_be_quarters"]
        rows = read(f"Hudud;Davr;O‘g‘irlik\nKoson tumani;{days[0]};5\nKoson tumani;{days[1]};6\n")
        assert periods(rows) == ["2025Q1", "2025Q2"]

    @pytest.mark.parametrize("head", ["O‘g‘irlik choraklar bo‘yicha;;\nHudud;", "O‘g‘irlik;;\nHudud;Chorak;\n;"])
    def test_what_says_quarter_leaves_no_doubt(self, read: Any, head: str) -> None:
        report = read(f"{head}31.03.2025;30.06.2025\nKoson tumani;5;6\n")
        assert (periods(report), asked(report)) == (["2025Q1", "2025Q2"], {})

    @pytest.mark.parametrize("head", ["O‘g‘irlik;;;\nHudud;", "O‘g‘irlik;;;\nHudud;Oylar;;\n;"])
    @pytest.mark.parametrize("days", ["31.01.2025;28.02.2025;31.03.2025", "01.01.2025;01.02.2025;01.03.2025"])
    def test_days_of_months_are_months(self, read: Any, head: str, days: str) -> None:
        report = read(f"{head}{days}\nKoson tumani;5;6;7\n")
        assert (periods(report), figures(report), asked(report)) == (["2025Q1"], [18], {})

    @pytest.mark.parametrize(
        "days",
        [[datetime(2025, 3, 31), datetime(2025, 6, 30)], [datetime(2025, 1, 1), datetime(2025, 4, 1)]],
    )
    def test_days_in_a_workbook_are_quarters_as_headings(self, read: Any, days: list[datetime]) -> None:
        def with_days(made: Any, sheet: Any) -> None:
            for column, day in enumerate(days, start=1):
                sheet.write_datetime(1, column, day, made.add_format({"num_format": "dd.mm.yyyy"}))

        content = book([["O‘g‘irlik", "", ""], ["Hudud", "", ""], ["Koson tumani", 5, 6]], with_days)
        report = read(content, "kvartal.xlsx")
        assert (periods(report), list(asked(report))) == (["2025Q1", "2025Q2"], ["days_may_be_quarters"])
        declined = read(content, "kvartal.xlsx", marks=Marks(declined=frozenset({"days_may_be_quarters"})))
        assert refused(declined) == {"figures_none": None}  # a month of each quarter

    def test_the_last_day_that_a_cell_can_hold_is_one_of_a_quarter(self, read: Any) -> None:
        assert read_period(date(9999, 12, 31)) is None
        assert "days_may_be_quarters" in asked(read("Hudud;Davr;O‘g‘irlik\nKoson tumani;9999-12-31;5\n"))

    def test_a_day_within_a_month_is_no_period(self, read: Any) -> None:
        assert set(refused(read("O‘g‘irlik;\nHudud;15.03.2025\nKoson tumani;5\n"))) == {"column_absent"}

    def test_the_day_of_a_table_heads_no_column(self, read: Any) -> None:
        report = read("Sana;31.03.2025;\nHudud;O‘g‘irlik;Davr\nKoson tumani;5;2024Q4\n")
        assert (periods(report), figures(report)) == (["2024Q4"], [5])

    def test_days_tell_the_year_of_people(self, read: Any) -> None:
        report = read("Aholi soni;;\nHudud;01.01.2024;01.01.2025\nKoson tumani;500;600\n")
        assert report.frame is not None
        assert (report.frame["year"].tolist(), figures(report), asked(report)) == ([2024, 2025], [500, 600], {})

    def test_another_day_under_quarter_is_refused(self, read: Any) -> None:
        assert "quarter_form" in refused(read("Hudud;Chorak;O‘g‘irlik\nKoson tumani;01.02.2025;5\n"))

    @pytest.mark.parametrize(
        ("texts", "shown"),
        [(["01/02/2025"], {"open"}), (["13/02/2025", "01/02/2025"], {"day", "open"}), (["02/13/2025"], {"month"}),
         (["01.02.2025"], set()), (["03/03/2025"], set())],
    )  # fmt: skip
    def test_the_order_of_day_and_month(self, texts: list[str], shown: set[str]) -> None:
        assert order_of_days(texts) == shown

    @pytest.mark.parametrize(
        ("written", "days", "rules"),
        [("05/02/2025", "2025-02-05", ["day_or_month"]), ("02/13/2025", "2025-02-13", []), ("13/02/2025", "2025-02-13", []),
         ("05.02.2025", "2025-02-05", [])],
    )  # fmt: skip
    def test_days_of_measures(self, read: Any, written: str, days: str, rules: list[str]) -> None:
        report = read(
            "id;Kod;Chorak;Chora-tadbir;Omil;Maqsadli guruh;Sektor;Mas’ul;Tuman idorasi;Tuman mas’uli;Viloyat idorasi;"
            f"Viloyat mas’uli;Muddat;Holat;Foiz\nA1;1710229001;2025Q1;Matn;alcohol;all;s1;chair;hokimlik;d_deputy_hokim;"
            f"hokimlik;r_deputy_hokim;{written};planned;0\n"
        )
        assert report.frame is not None, report.refused
        assert (str(report.frame["deadline"].iloc[0])[:10], list(asked(report))) == (days, rules)

    def test_the_order_that_was_asked_for_is_no_question(self, read: Any) -> None:
        content = "id;Kod;Chorak;Chora-tadbir;Muddat;Bajarilgan sana\nA1;1710229001;2025Q1;Matn;05/02/2025;05/02/2025\n"
        report = read(content, constants={"dates": "month_first"}, kind=FileKind.MEASURES)
        assert "day_or_month" not in asked(report)


class TestNames:
    def test_the_subtotal_of_a_district_is_held_against_its_mahallas_and_left_out(self, read: Any) -> None:
        reference = shipped_reference()
        report = read("Hudud;Davr;O‘g‘irlik\nQashqadaryo viloyati;2025Q1;12\nKoson tumani;2025Q1;5\nG'uzor tumani;2025Q1;7\n",
                      reference=reference)  # fmt: skip
        assert (figures(report), asked(report)) == ([5, 7], {})
        report = read(
            "Hudud;Davr;O‘g‘irlik\nQashqadaryo viloyati;2025Q1;13\nKoson tumani;2025Q1;5\nG'uzor tumani;2025Q1;7\n"
        )
        assert asked(report) == {"total_row_differs": "13"}

    def test_a_district_that_is_not_known_is_asked_and_never_widens(self, read: Any, mahallas: Any) -> None:
        report = read("Tuman;Mahalla;Davr;O‘g‘irlik\nKosson tumani;Bog‘;2025Q1;5\n", reference=mahallas)
        assert refused(report) == {"wider_unknown": 2}
        assert report.unmatched[0].suggestions[0].code == "1710229"
        settled = {settled_key("Kosson tumani"): "1710229"}
        assert figures(
            read("Tuman;Mahalla;Davr;O‘g‘irlik\nKosson tumani;Bog‘;2025Q1;5\n", reference=mahallas, settled=settled)
        ) == [5]

    def test_rows_that_share_a_name_are_decided_one_by_one(self, read: Any, mahallas: Any) -> None:
        content = "Tuman;Mahalla;Davr;O‘g‘irlik\nKoson tumani;Navro‘z;2025Q1;5\nKoson tumani;Navro‘z;2025Q1;6\n"
        report = read(content, reference=mahallas)
        assert refused(report) == {"name_ambiguous": 2}
        assert [one.name for one in report.unmatched] == ["Navro‘z (1/2)", "Navro‘z (2/2)"]
        one_for_both = read(content, reference=mahallas, settled={settled_key("Navro‘z"): "1710229001"})
        assert refused(one_for_both) == {"name_ambiguous": 2}
        settled = {settled_key("Navro‘z (1/2)"): "1710229001", settled_key("Navro‘z (2/2)"): "1710229002"}
        report = read(content, reference=mahallas, settled=settled)
        assert report.frame is not None
        assert report.frame[["area", "count"]].to_numpy().tolist() == [["1710229001", 5], ["1710229002", 6]]

    def test_sectors_tell_rows_apart_that_share_a_name(self, read: Any, mahallas: Any) -> None:
        content = (
            "Tuman;Mahalla;Sektor;Davr;O‘g‘irlik\nKoson tumani;Navro‘z;1-sektor;2025Q1;5\n"
            "Koson tumani;Navro‘z;2-sektor;2025Q1;6\nKoson tumani;Navro‘z;1-sektor;2025Q2;7\n"
        )
        assert [one.name for one in read(content, reference=mahallas).unmatched] == [
            "Navro‘z, 1-sektor",
            "Navro‘z, 2-sektor",
        ]
        settled = {settled_key("Navro‘z, 1-sektor"): "1710229002", settled_key("Navro‘z, 2-sektor"): "1710229001"}
        report = read(content, reference=mahallas, settled=settled)
        assert report.frame is not None
        areas = report.frame[["area", "count"]].to_numpy().tolist()
        assert areas == [["1710229002", 5], ["1710229001", 6], ["1710229002", 7]]

    def test_measures_of_areas_that_share_a_name_are_decided_one_by_one(self, read: Any, mahallas: Any) -> None:
        head = (
            "id;Tuman;Mahalla;Chorak;Chora-tadbir;Omil;Maqsadli guruh;Mas’ul;Tuman idorasi;Tuman mas’uli;Viloyat idorasi;"
            "Viloyat mas’uli;Muddat;Holat;Foiz\n"
        )
        owners = "alcohol;all;chair;hokimlik;d_deputy_hokim;hokimlik;r_deputy_hokim"
        rows = (f"A{n};Koson tumani;Navro‘z;2025Q{n};Matn {n};{owners};05.02.2025;planned;0" for n in (1, 2))
        content = head + "\n".join(rows)
        report = read(content, reference=mahallas, kind=FileKind.MEASURES)
        assert [one.name for one in report.unmatched] == ["Navro‘z (1/2)", "Navro‘z (2/2)"]

    @pytest.mark.parametrize(
        "rows",
        [
            ["Koson tumani;9", "Bog‘;4", "Do‘stlik;5", "G‘uzor tumani;13", "Do‘stlik;6", "Chinor;7"],
            ["Bog‘;4", "Do‘stlik;5", "Koson tumani;9", "Do‘stlik;6", "Chinor;7", "G‘uzor tumani;13", "Jami;22"],
            ["Bog‘;4", "Do‘stlik;5", "Koson tumani bo‘yicha jami;9", "Do‘stlik;6", "Chinor;7", "Jami G‘uzor tumani;13"],
            ["Qashqadaryo viloyati;22", "Koson tumani;9", "Bog‘;4", "Do‘stlik;5", "G‘uzor tumani;13", "Do‘stlik;6", "Chinor;7"],
        ],
    )  # fmt: skip
    def test_totals_of_districts_tell_mahallas_of_one_name_apart(
        self, read: Any, mahallas: Any, rows: list[str]
    ) -> None:
        report = read("O‘g‘irlik;\nMahalla;2025Q1\n" + "\n".join(rows), reference=mahallas)
        assert report.frame is not None, report.refused
        assert asked(report) == {}
        assert sorted(report.frame[["area", "count"]].to_numpy().tolist()) == [
            ["1710207001", 7], ["1710207002", 6], ["1710229003", 4], ["1710229004", 5],
        ]  # fmt: skip

    @pytest.mark.parametrize(
        "rows",
        [
            ["Bog‘;4", "Do‘stlik;5", "Jami;9", "Do‘stlik;6", "Chinor;7", "Jami;13"],
            ["Do‘stlik;5", "Koson tumani;5", "Do‘stlik;6", "G‘uzor tumani;6", "Bog‘;5"],
            ["Koson tumani;9", "Chinor;4", "Do‘stlik;5", "G‘uzor tumani;13", "Do‘stlik;6", "Bog‘;7"],
        ],
    )
    def test_totals_that_do_not_tell_the_district_settle_nothing(
        self, read: Any, mahallas: Any, rows: list[str]
    ) -> None:
        report = read("O‘g‘irlik;\nMahalla;2025Q1\n" + "\n".join(rows), reference=mahallas)
        assert "name_ambiguous" in refused(report)


@pytest.fixture
def mahallas() -> Any:
    """The shipped areas with mahallas of Koson, two of one name, and of G‘uzor, one called as one of Koson."""
    import pandas as pd  # noqa: PLC0415

    names = {
        "1710229001": "Navro‘z", "1710229002": "Navro‘z", "1710229003": "Bog‘", "1710229004": "Do‘stlik",
        "1710207001": "Chinor", "1710207002": "Do‘stlik",
    }  # fmt: skip
    frame = pd.DataFrame(
        {
            "code": list(names),
            "name_uz_latn": list(names.values()),
            "parent": [code[:7] for code in names],
            "level": "mahalla",
        }
    ).assign(name_uz_cyrl="", name_ru="", name_en="")
    return shipped_reference().with_areas(frame)
