"""Tables in the forms offices write them: what is read, what is asked, what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.export.columns import header_of, words_of
from mapping.export.csv import to_csv
from mapping.model.kinds import FileKind
from mapping.model.levels import Level
from mapping.model.locale import Lang
from mapping.reading import read_dataset
from mapping.reading.examination import examine
from mapping.reading.matching import settled_key, shipped_reference
from mapping.reading.report import Report
from mapping.reading.request import Request
from mapping.reading.tables.encoding import likely_code_page
from mapping.reading.tables.figures import Marks, number_text
from mapping.reading.tables.times import When, day_text, find_period, read_period
from tests.corpus.workbook import workbook

LONG = "Hudud;Davr;Ko‘rsatkich;Soni\nKoson tumani;2025Q1;theft;12\nQarshi shahri;2025Q1;theft;7\n"


@pytest.fixture
def read(tmp_path: Path) -> Any:
    """Writes a file and examines it."""

    def examined(content: str | bytes, name: str = "file.csv", **given: Any) -> Report:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return examine(path, Request(**({"parent": "1710"} | given)))

    return examined


def rows(report: Report) -> list[tuple[Any, ...]]:
    assert report.frame is not None, [(problem.rule, problem.row, problem.value) for problem in report.problems]
    frame = report.frame.astype(object).where(report.frame.notna(), None)
    return list(frame.itertuples(index=False, name=None))


def rules(report: Report) -> set[str]:
    return {problem.rule for problem in report.problems}


class TestForms:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
    @pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
    def test_encodings_and_separators_give_one_table(self, read: Any, encoding: str, separator: str) -> None:
        report = read(LONG.replace(";", separator).encode(encoding))
        assert rows(report) == [("1710229", "2025Q1", "theft", "all", 12), ("1710401", "2025Q1", "theft", "all", 7)]

    @pytest.mark.parametrize("encoding", ["cp1251", "koi8_r", "cp866", "mac_cyrillic"])
    def test_code_page_is_told_by_its_letters(self, read: Any, encoding: str) -> None:
        report = read("Район;Период;Показатель;Количество\nг. Карши;I квартал 2025;Кражи;7\n".encode(encoding))
        assert rows(report) == [("1710401", "2025Q1", "theft", "all", 7)]
        assert [problem.value for problem in report.warnings if problem.rule == "encoding_assumed"] == [encoding]

    def test_title_numbering_total_and_remark_are_no_rows(self, read: Any) -> None:
        report = read(
            "Qashqadaryo viloyatida o‘g‘irliklar;;;\n;;;\nT/r;Hudud nomi;2025 yil 1-chorak;2025 yil 2-chorak\n1;2;3;4\n"
            "1;G'uzor tumani;1 204;7\n2;Dehqonobod t.;–;…\n;Jami;1204;7\n;;;\nIzoh: dastlabki ma’lumot\n"
        )
        assert rows(report) == [
            ("1710207", "2025Q1", "theft", "all", 1204),
            ("1710207", "2025Q2", "theft", "all", 7),
            ("1710212", "2025Q1", "theft", "all", None),
            ("1710212", "2025Q2", "theft", "all", None),
        ]
        assert {"total_rows_left", "remarks_left", "title_used"} <= rules(report)
        assert report.rows == report.accepted == 2

    def test_header_of_two_storeys_with_merged_cells(self, read: Any) -> None:
        sheet = [
            ["Hudud", "O‘g‘irlik", None, "Firibgarlik", None],
            [None, "I chorak 2025", "II chorak 2025", "I chorak 2025", "II chorak 2025"],
            ["Koson", 1, 2, 3, 4],
        ]
        report = read(workbook({"Varaq": sheet}, {"Varaq": ["A1:A2", "B1:C1", "D1:E1"]}), "file.xlsx")
        assert [row[1:] for row in rows(report)] == [
            ("2025Q1", "theft", "all", 1),
            ("2025Q2", "theft", "all", 2),
            ("2025Q1", "fraud", "all", 3),
            ("2025Q2", "fraud", "all", 4),
        ]

    def test_sheets_named_by_quarter(self, read: Any) -> None:
        header = ["Hudud", "Jami", "O‘g‘irlik"]
        sheets = {"2025Q1": [header, ["Koson", 10, 5]], "2025Q2": [header, ["Koson", 9, 4]], "Izoh": [["bu izoh"]]}
        report = read(workbook(sheets), "file.xlsx")
        assert [row[1:] for row in rows(report)] == [
            ("2025Q1", "crime_total", "all", 10),
            ("2025Q1", "theft", "all", 5),
            ("2025Q2", "crime_total", "all", 9),
            ("2025Q2", "theft", "all", 4),
        ]
        assert [problem.value for problem in report.problems if problem.rule == "sheet_left_out"] == ["Izoh"]

    def test_wide_by_group_with_the_year_in_the_title(self, read: Any) -> None:
        report = read("Aholi, 2025 yil;;\nTuman;Jami aholi;Yoshlar\nKoson tumani;300 000;90 000\n")
        assert rows(report) == [("1710229", 2025, "all", 300000), ("1710229", 2025, "youth", 90000)]

    def test_headings_with_units_brackets_and_of_which(self, read: Any) -> None:
        sheet = [
            ["2025 йил 1 январь ҳолатига аҳоли сони"],
            [],
            ["№", "Ҳудудлар номи", "Аҳоли сони (киши)", "шундан: ёшлар", "хотин-қизлар (нафар)"],
            [1, "Қарши шаҳри", 278300, 91000, 140000],
            [None, "Жами", 278300, 91000, 140000],
        ]
        report = read(workbook({"Лист1": sheet}), "file.xlsx")
        assert [row[1:] for row in rows(report)] == [
            (2025, "all", 278300),
            (2025, "youth", 91000),
            (2025, "women", 140000),
        ]

    def test_words_typed_without_the_letters_a_code_page_lacks(self, read: Any) -> None:
        report = read("Худуд коди;Давр;Кўрсаткич;Хотин-кизлар\n1710229;2025Q1;Кража;3\n")
        assert rows(report) == [("1710229", "2025Q1", "theft", "women", 3)]

    def test_a_heading_of_which_a_part_is_unknown_is_not_taken_for_all(self, read: Any) -> None:
        report = read("Hudud;Yil;Aholi soni;Aholi soni, nogironlar\nKoson tumani;2025;900;70\n")
        assert [row[2:] for row in rows(report)] == [("all", 900)]
        assert [problem.value for problem in report.asked if problem.rule == "figures_not_read"] == ["70"]

    def test_groups_below_a_merged_heading_of_two_words(self, read: Any) -> None:
        header = [["Hudud", "Yil", "Aholi soni", "", ""], ["", "", "jami", "shundan yoshlar", "shundan ayollar"]]
        content = workbook({"A": [*header, ["Koson tumani", 2025, 900, 300, 400]]}, {"A": ["C1:E1", "A1:A2", "B1:B2"]})
        assert [row[2:] for row in rows(read(content, "a.xlsx"))] == [("all", 900), ("youth", 300), ("women", 400)]

    def test_storeys_of_a_text_file_without_merged_cells(self, read: Any) -> None:
        report = read("Hudud;O‘g‘irlik;;Firibgarlik;\n;2025Q1;2025Q2;2025Q1;2025Q2\nKoson;1;2;3;4\n")
        assert [row[1:3] + row[4:] for row in rows(report)] == [
            ("2025Q1", "theft", 1),
            ("2025Q2", "theft", 2),
            ("2025Q1", "fraud", 3),
            ("2025Q2", "fraud", 4),
        ]

    def test_months_typed_as_dates_and_titles_side_by_side(self, read: Any) -> None:
        months = [date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1)]
        sheet = [["Viloyat: Qashqadaryo", "Ko‘rsatkich: o‘g‘rilik"], ["Hudud", *months], ["Koson", 1, 2, 3]]
        assert rows(read(workbook({"S": sheet}), "file.xlsx")) == [("1710229", "2025Q1", "theft", "all", 6)]

    def test_people_on_a_day_named_in_the_heading(self, read: Any) -> None:
        report = read("Код;Наименование;Население на 01.01.2025, чел.\n1710229;Касанский район;285 300\n")
        assert rows(report) == [("1710229", 2025, "all", 285300)]

    def test_the_name_of_the_only_sheet_tells_what_it_holds(self, read: Any) -> None:
        sheet = [["Ҳудуд номи", "2024 йил", "2025 йил"], ["Косон тумани", 290, 300]]
        report = read(workbook({"Аҳоли": sheet}), "file.xlsx")
        assert rows(report) == [("1710229", 2024, "all", 290), ("1710229", 2025, "all", 300)]

    def test_cases_of_a_factor_under_a_general_heading(self, read: Any) -> None:
        report = read("Hudud;Omil;Yil;Soni\nKoson;Ichkilikbozlik;2025;5\n")
        assert rows(report) == [("1710229", 2025, "alcohol", 5)]

    def test_year_above_quarters_without_a_year(self, read: Any) -> None:
        report = read("2025 yilda bezorilik;;\nHudud;I chorak;II chorak\nKoson;10;5\nKitob;1;2\n")
        assert {row[1:3] for row in rows(report)} == {("2025Q1", "hooliganism"), ("2025Q2", "hooliganism")}

    def test_dates_of_a_workbook_are_days(self, read: Any) -> None:
        header = ["id", "area", "quarter", "text", "target_group", "deadline", "status"]
        day = ["M-1", "1710207001", "2025Q1", "Ish", "women", date(2025, 3, 31), "planned"]
        report = read(workbook({"S": [header, day]}), "file.xlsx")
        assert report.kind is FileKind.MEASURES
        assert report.frame is not None
        assert report.frame["deadline"].tolist() == [pd.Timestamp("2025-03-31")]

    def test_total_column_beside_periods_is_held_against_its_row(self, read: Any) -> None:
        report = read("O‘g‘irlik;;;\nHudud;2025Q1;2025Q2;Jami\nKoson;1;2;3\nKitob;1;2;4\n")
        found = [problem for problem in report.problems if problem.rule == "total_column_differs"]
        assert [(one.row, one.value, one.details["sum"]) for one in found] == [(4, "4", "3")]
        assert len(rows(report)) == 4


class TestMonths:
    def test_three_months_add_up_and_a_quarter_short_of_one_has_no_figure(self, read: Any) -> None:
        report = read(
            "Hudud;Davr;Ko‘rsatkich;Soni\nKoson;2025-yil yanvar;theft;1\nKoson;02.2025;theft;2\nKoson;Март 2025;theft;3\n"
            "Koson;2025-04;theft;9\n"
        )
        assert rows(report) == [("1710229", "2025Q1", "theft", "all", 6), ("1710229", "2025Q2", "theft", "all", None)]
        assert {"months_summed", "quarter_incomplete"} <= rules(report)

    def test_a_month_without_a_figure_leaves_the_quarter_without_one(self, read: Any) -> None:
        content = "Theft;;;\nHudud;yanvar 2025;fevral 2025;mart 2025\nKoson;1;;3\nQarshi shahri;1;2;3\n"
        assert [row[-1] for row in rows(read(content, kind=FileKind.STATISTICS))] == [None, 6]

    @pytest.mark.parametrize("months", [("1", "2", "3"), ("январь", "февраль", "март"), ("yanvar", "fevral", "mart")])
    def test_months_with_the_year_in_a_column_of_its_own(self, read: Any, months: tuple[str, ...]) -> None:
        lines = "".join(f"Koson;2025;{month};2\n" for month in months)
        assert rows(read(f"Tuman;Yil;Oy;O‘g‘rilik\n{lines}")) == [("1710229", "2025Q1", "theft", "all", 6)]

    @pytest.mark.parametrize("quarter", ["1", "I", "1-chorak", "I kvartal"])
    def test_quarters_with_the_year_in_a_column_of_its_own(self, read: Any, quarter: str) -> None:
        assert rows(read(f"Tuman;Yil;Chorak;O‘g‘rilik\nKoson;2025;{quarter};2\n"))[0][1] == "2025Q1"

    def test_a_month_told_twice_is_refused(self, read: Any) -> None:
        report = read("Hudud;Davr;Ko‘rsatkich;Soni\nKoson;2025-01;theft;1\nKoson;01.2025;theft;2\n")
        assert [(problem.rule, problem.row, problem.details["first"]) for problem in report.refused] == [
            ("key_twice", 3, "2")
        ]


class TestAreas:
    def test_mahallas_by_name_within_the_district_of_their_row(self, read: Any) -> None:

        areas = pd.DataFrame(
            {
                "code": ["1710229001", "1710232001"],
                "parent": ["1710229", "1710232"],
                "level": "mahalla",
                "name_uz_latn": "Obod",
                "name_uz_cyrl": "Обод",
                "name_ru": "Обод",
                "name_en": "",
            }
        )
        report = read(
            "Tuman;MFY nomi;Aholi soni;Yil\nKoson tumani;Obod MFY;4100;2025\nKitob tumani;Обод;3900;2025\n",
            reference=shipped_reference().with_areas(areas),
        )
        assert [row[0] for row in rows(report)] == ["1710229001", "1710232001"]

    def test_sheets_named_by_district_tell_where_mahallas_lie(self, read: Any) -> None:
        areas = pd.DataFrame(
            {"code": ["1710229001", "1710232001"], "parent": ["1710229", "1710232"], "level": "mahalla"}
        )
        areas = areas.assign(name_uz_latn="Obod", name_uz_cyrl="Обод", name_ru="Обод", name_en="")
        sheet = [["MFY nomi", "Aholi soni", "Yil"], ["Obod", 4100, 2025]]
        report = read(
            workbook({"Kitob tumani": sheet, "Koson t.": sheet}),
            "file.xlsx",
            reference=shipped_reference().with_areas(areas),
        )
        assert [row[0] for row in rows(report)] == ["1710232001", "1710229001"]

    def test_a_name_nobody_knows_is_open_and_a_decision_settles_it(self, read: Any) -> None:
        content = LONG.replace("Koson tumani", "Kosan tumanı eski")
        first = read(content)
        assert [one.name for one in first.unmatched] == ["Kosan tumanı eski"]
        assert rules(first) >= {"name_unmatched"}
        assert not first.publishable
        settled = read(content, settled={settled_key("kosan tumani ESKI"): "1710229"})
        assert [row[0] for row in rows(settled)] == ["1710229", "1710401"]

    def test_total_row_is_the_parent_itself(self, read: Any) -> None:
        report = read("Kod;Davr;Ko‘rsatkich;Soni\n1710229;2025Q1;theft;5\n1710;2025Q1;theft;6\n", level=Level.DISTRICT)
        assert len(rows(report)) == 1
        assert [problem.details["sum"] for problem in report.problems if problem.rule == "total_row_differs"] == ["5"]


class TestRefused:
    @pytest.mark.parametrize(
        ("content", "rule", "row"),
        [
            (LONG.replace(";12", ";1.234"), "number_ambiguous", 2),
            (LONG.replace(";12", ";-1"), "count_negative", 2),
            (LONG.replace(";12", ";1,5"), "count_fraction", 2),
            (LONG.replace(";12", ";ko‘p"), "count_number", 2),
            (LONG.replace("2025Q1;theft;12", "2025;theft;12"), "quarter_form", 2),
            (LONG.replace("theft;12", "o‘g‘rilangan;12"), "word_unknown", 2),
            (LONG + "Koson tumani;I квартал 2025;Кражи;1\n", "key_twice", 4),
            (LONG.replace("Koson tumani", "1.71E+09"), "name_unmatched", 2),
            ("a;b\nc;d\n", "header_unclear", None),
            ("Hudud;2024;2025\nKoson;5;6\n", "kind_unclear", None),
            ("Hudud;Davr;Soni\nKoson;2025Q1;5\n", "column_absent", 1),
            ("F.I.O.;Soni\nX;1\n", "person_column", None),
        ],
    )
    def test_the_rule_names_the_place(self, read: Any, content: str, rule: str, row: int | None) -> None:
        report = read(content)
        assert (rule, row) in {(problem.rule, problem.row) for problem in report.refused}
        assert report.frame is None

    @pytest.mark.parametrize("written", ["3,50", "−3", "1 204,5", "12 ta", "1.234"])
    def test_the_value_stands_as_in_the_file(self, read: Any, written: str) -> None:
        report = read(LONG.replace(";12", f";{written}"))
        assert [problem.value for problem in report.refused] == [written]

    def test_ambiguity_is_settled_by_saying_which_sign_it_is(self, read: Any) -> None:
        content = LONG.replace(";12", ";1.234")
        assert rows(read(content, marks=Marks(decimal=",")))[0][-1] == 1234
        assert rules(read(content, marks=Marks(decimal="."))) >= {"count_fraction"}

    def test_a_personal_number_in_one_cell_refuses_the_whole_and_its_value_is_nowhere(self, read: Any) -> None:
        number = "31503820170023"
        digits = [int(digit) for digit in number[:13]]
        number = number[:13] + str(sum(d * w for d, w in zip(digits, [7, 3, 1] * 5, strict=False)) % 10)
        report = read(LONG + f"Kitob;2025Q1;fraud;{number}\n")
        assert [problem.rule for problem in report.problems] == ["person_column"]
        assert number not in repr(report)

    def test_a_group_above_all(self, read: Any) -> None:
        report = read("Hudud;Yil;Guruh;Aholi\nKoson;2025;Jami;100\nKoson;2025;Yoshlar;101\n")
        assert [(problem.rule, problem.row) for problem in report.refused] == [("group_above_total", 3)]


class TestCategoriesByYear:
    WIDE = "Mahalla kodi;{}2024;{}2025\n1710229001;qizil;sariq\n1710229002;–;зелёный\n"

    @pytest.mark.parametrize("heading", ["", "Toifa "])
    def test_a_column_for_each_year(self, read: Any, heading: str) -> None:
        report = read(self.WIDE.format(heading, heading), "toifalar.csv")
        assert rows(report) == [
            ("1710229001", 2024, "red"),
            ("1710229001", 2025, "yellow"),
            ("1710229002", 2025, "green"),
        ]

    def test_a_word_that_is_no_category_is_told_with_its_column(self, read: Any) -> None:
        report = read(self.WIDE.format("", "").replace("sariq", "ko‘k"), "toifalar.csv")
        found = [(one.rule, one.row, one.column, one.value) for one in report.refused]
        assert found == [("choice_unknown", 2, "2025", "ko‘k")]

    def test_an_empty_category_in_long_form_is_told(self, read: Any) -> None:
        report = read("Mahalla kodi;Yil;Toifa\n1710229001;2024;qizil\n1710229001;2025;\n")
        assert [(one.rule, one.row, one.column) for one in report.refused] == [("value_missing", 3, "Toifa")]


class TestProduct:
    @pytest.mark.parametrize("name", ["population", "statistics", "measures", "assignments", "factors", "categories"])
    def test_the_tables_of_the_product_are_read_as_they_are(self, tiny_dataset: Path, name: str) -> None:

        whole = read_dataset(tiny_dataset / "geo", tiny_dataset / "data")
        table = FileKind(name).table
        assert table is not None
        report = examine(tiny_dataset / "data" / f"{name}.csv")
        unknown = {"code_unknown", "code_parent"}
        assert {problem.rule for problem in report.refused} <= unknown
        if report.frame is not None:
            pd.testing.assert_frame_equal(report.frame, whole.tables[table.name])

    @pytest.mark.parametrize("separator", [";", ","])
    def test_an_export_with_headings_in_words_is_read_back(self, read: Any, separator: Any) -> None:

        frame = pd.DataFrame(
            {
                "code": ["1710229", "1710232"],
                "name": ["Koson tumani", "Kitob tumani"],
                "level": "district",
                "parent": "1710",
                "parent_name": "Qashqadaryo",
                "indicator": "theft",
                "indicator_name": "O‘g‘rilik",
                "group": "women",
                "count": [5, 6],
                "people": [5000, 6000],
                "rate": [100.5, 100.25],
                "class": [1, 2],
            }
        )
        for lang in Lang:
            content = to_csv(
                frame,
                separator=separator,
                header=header_of([*frame.columns, "period", "snapshot"], lang),
                words=words_of(frame.columns, lang),
                extra={"period": "2025Q4", "snapshot": "20260115-d0281dca"},
            )
            report = read(content)
            assert rows(report) == [
                ("1710229", "2025Q4", "theft", "women", 5),
                ("1710232", "2025Q4", "theft", "women", 6),
            ], lang
            left = [one for one in report.asked if one.rule == "figures_not_read"]
            assert len(left) == 3, lang  # people, rate, class


class TestPeriods:
    @pytest.mark.parametrize(
        "written",
        [
            "2025 yil 1-chorak", "2025-yil 1-chorak", "1-chorak 2025 yil", "I квартал 2025", "I квартал 2025 г.",
            "2025Q1", "Q1 2025", "2025 йил I чорак", "1 кв. 2025", "I chorak, 2025", "2025 yil I choragi",
            "yanvar-mart 2025", "2025-yil yanvar-mart oylarida", "январь – март 2025 г.",
        ],
    )  # fmt: skip
    def test_quarters(self, written: str) -> None:
        assert read_period(written) == When(2025, quarter=1)

    @pytest.mark.parametrize(
        "written",
        [
            "01.2025",
            "2025-01",
            "2025-yil yanvar",
            "Январь 2025",
            "январь 2025 г.",
            "2025 yil yanvar oyi",
            "2025 yanvar",
        ],
    )
    def test_months(self, written: str) -> None:
        assert read_period(written) == When(2025, month=1)

    @pytest.mark.parametrize(
        "written", ["", "theft", "12", "1-chorak", "31.12.2025", "2025Q5", "13.2025", "1899", "yanvar-may-iyun 2025"]
    )
    def test_no_periods(self, written: str) -> None:
        assert read_period(written) is None

    def test_the_period_of_a_title(self) -> None:
        assert find_period("Qashqadaryo viloyati, 2025 yil 3-chorak holati") == When(2025, quarter=3)
        assert find_period("2024 va 2025 yillar") is None

    def test_days_stand_before_months(self) -> None:
        assert day_text("5.3.2025") == "2025-03-05"
        assert day_text("31.02.2025") == "31.02.2025"


class TestNumbers:
    @pytest.mark.parametrize(
        ("written", "read"),
        [
            ("1 234", "1234"), ("1\u00a0234", "1234"), ("1\u2009234\u202f567", "1234567"), ("1'234", "1234"),
            ("1.234,5", "1234.5"), ("1,234.50", "1234.5"), ("1.234.567", "1234567"), ("12,0", "12"), ("0,500", "0.5"),
            ("−5", "-5"), ("-", ""), ("–", ""), ("…", ""), ("n/a", ""), ("н/д", ""), ("", ""), ("abc", "abc"),
        ],
    )  # fmt: skip
    def test_one_way(self, written: str, read: str) -> None:
        assert number_text(written) == (read, True)

    @pytest.mark.parametrize("written", ["1.234", "1,234", "999.000"])
    def test_two_ways(self, written: str) -> None:
        assert number_text(written) == (written, False)

    @given(st.integers(0, 10**12), st.sampled_from([" ", "\u00a0", "\u2009", "\u202f", "'", "’"]))
    def test_grouped_digits_read_back(self, number: int, sign: str) -> None:
        assert number_text(f"{number:,}".replace(",", sign)) == (str(number), True)

    @given(st.one_of(st.integers(-(10**9), 10**9), st.floats(-1e6, 1e6)))
    def test_a_workbook_number_is_never_ambiguous(self, number: float) -> None:
        text, sure = number_text(number)
        assert sure
        assert float(text) == pytest.approx(number)


@pytest.mark.parametrize("text", ["Район;2025Q1", "РАЙОН;ВСЕГО", "г. Карши", "туман номи", "Koson tumani — 5"])
def test_code_page_of_a_few_words(text: str) -> None:
    assert likely_code_page(text.encode("cp1251")) == "cp1251"
