"""Mapping profiles: recognised by a header, written and read back, told by line and key when broken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mapping.model.kinds import FileKind
from mapping.model.locale import Lang
from mapping.model.problems import Refused
from mapping.publishing import Item, find_profile, keep_profile, keep_profiles, profiles_of
from mapping.reading.examination import examine
from mapping.reading.matching import shipped_reference
from mapping.reading.report import Report
from mapping.reading.request import Request
from mapping.reading.specification import message
from mapping.reading.tables.figures import Marks
from mapping.reading.tables.profile import FIGURES, Meaning, Profile
from mapping.reading.tables.profile_file import load_profile, parse_profile, profile_text, shipped_profiles
from mapping.reading.tables.times import When
from mapping.reading.tables.understood import likely
from mapping.reading.tables.words import folded
from tests.corpus.broken_tables import FORMS, STATISTICS

ODD = "Reg;Joy;Otchyot;Bayonnoma;Eslatma\n1;Koson tumani;2025Q1;1.204;a\n2;Qarshi shahri;2025Q1;7;b\n"


@pytest.fixture
def read(tmp_path: Path) -> Any:
    def examined(content: str, name: str = "odd.csv", **asked: Any) -> Report:
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return examine(path, Request(parent="1710", **asked))

    return examined


def rules(report: Report) -> set[str]:
    return {problem.rule for problem in report.refused}


def answered(report: Report, marks: Marks = Marks()) -> Profile:  # noqa: B008
    assert report.columns is not None
    meanings = {
        "Reg": Meaning("ignore"), "Joy": Meaning("area_name"), "Otchyot": Meaning("period"),
        "Bayonnoma": Meaning(FIGURES, None, "admin_offence", None),
    }  # fmt: skip
    return report.columns.profile_of(FileKind.STATISTICS, meanings, marks, "odd")


class TestAnswers:
    def test_an_unknown_header_is_asked_about_with_samples(self, read: Any) -> None:
        report = read(ODD)
        assert rules(report) == {"header_unclear"}
        shown = {one.heading: one.samples for one in report.columns.columns}
        assert shown["Joy"] == ("Koson tumani", "Qarshi shahri")
        assert [one.heading for one in report.columns.columns if likely(one) == "period"] == ["Otchyot"]

    def test_the_answer_reads_the_table_and_the_number_that_is_left_open_is_asked_next(self, read: Any) -> None:
        report = read(ODD, profile=answered(read(ODD)))
        assert rules(report) == {"number_ambiguous"}
        assert report.columns.open_numbers == ("1.204",)
        settled = read(ODD, profile=answered(report, Marks(",", ".")))
        assert settled.frame is not None
        assert settled.frame["count"].tolist() == [1204, 7]

    def test_kept_it_is_found_by_the_header_alone_next_time_in_any_order_of_columns(
        self, read: Any, tmp_path: Path
    ) -> None:
        home = tmp_path / "home"
        name = keep_profile(home, answered(read(ODD), Marks(",", ".")))
        known = profiles_of(home).profiles
        turned = "\n".join(";".join(reversed(line.split(";"))) for line in ODD.splitlines())
        for content in (ODD, turned.replace("2025Q1", "2025Q2")):
            report = read(content, profiles=known)
            assert report.frame is not None
            assert [one.value for one in report.problems if one.rule == "profile_used"] == [name]
        other = read(ODD.replace("Eslatma", "Sabab izohi"), profiles=known)
        assert rules(other) == {"header_unclear"}

    def test_a_period_that_no_column_tells_is_given_from_outside_and_never_kept(self, read: Any) -> None:
        content = "Hudud;O‘g‘irlik\nKoson tumani;3\n"
        report = read(content)
        assert {problem.column for problem in report.refused} == {"period"}
        told = read(content, constants={"period": "2025 yil 2-chorak"})
        assert told.frame["period"].tolist() == ["2025Q2"]
        assert not told.keeps.constants

    def test_samples_leave_out_what_may_be_a_person(self, read: Any) -> None:
        rows = "".join(f"Koson tumani;2025Q1;Obyekt {n}\n" for n in range(40))
        report = read("Joy;Otchyot;Izohlar\n" + "Koson tumani;2025Q1;Karimov Anvar Olimovich\n" + rows)
        samples = [text for one in report.columns.columns for text in one.samples]
        assert "Obyekt 0" in samples
        assert not any("Karimov" in text for text in samples)

    def test_the_district_of_a_row_can_be_named(self, read: Any, tmp_path: Path) -> None:
        profile = Profile(FileKind.STATISTICS, {
            "A": Meaning("wider_name"), "B": Meaning("area_name"), "C": Meaning("period"),
            "D": Meaning(FIGURES, None, "theft", None),
        })  # fmt: skip
        report = read("A;B;C;D\nQashqadaryo;Koson tumani;2025Q1;4\n", profile=profile)
        assert report.frame is not None
        assert report.frame["area"].tolist() == ["1710229"]


class TestKeeping:
    @pytest.mark.parametrize("form", sorted(name for name in FORMS if name.endswith(".csv")))
    def test_what_was_read_without_a_profile_is_read_alike_with_the_one_it_keeps(
        self, tmp_path: Path, form: str
    ) -> None:
        path = tmp_path / form
        path.write_bytes(FORMS[form](STATISTICS))
        report = examine(path, Request(parent="1710"))
        assert report.keeps is not None
        again = examine(path, Request(parent="1710", profile=parse_profile(profile_text(report.keeps).encode())))
        assert again.frame is not None
        assert report.frame is not None
        assert again.frame.equals(report.frame)

    def test_groups_below_one_heading_are_kept(self, read: Any) -> None:
        content = "Hudud;Yil;Aholi soni, jami;Aholi soni, shundan yoshlar\nKoson tumani;2025;900;300\n"
        report = read(content)
        written = profile_text(report.keeps)
        assert "  Aholi soni, shundan yoshlar: {group: youth}\n" in written
        again = read(content, profile=parse_profile(written.encode()))
        assert again.frame.equals(report.frame)
        assert again.frame["people"].tolist() == [900, 300]

    def test_a_table_whose_title_alone_tells_what_it_holds_keeps_none(self, read: Any) -> None:
        report = read("O‘g‘irliklar soni;;\nHudud;2025Q1;2025Q2\nKoson tumani;1;2\n")
        assert report.publishable
        assert report.keeps is None

    def test_columns_of_periods_are_no_part_of_it(self, read: Any, tmp_path: Path) -> None:
        wide = "Hudud;Ko‘rsatkich;2025Q1;2025Q2\nKoson tumani;theft;1;2\n"
        report = read(wide)
        assert set(report.keeps.columns) == {"Hudud", "Ko‘rsatkich"}
        keep_profiles(tmp_path / "home", [Item(tmp_path / "odd.csv", report)])
        later = read(wide.replace("2025Q2", "2025Q3"), profiles=profiles_of(tmp_path / "home").profiles)
        assert any(problem.rule == "profile_used" for problem in later.problems)
        assert later.frame["period"].tolist() == ["2025Q1", "2025Q3"]

    def test_the_one_for_the_same_header_gives_way_and_a_name_given_by_hand_stays(self, tmp_path: Path) -> None:
        first = Profile(FileKind.STATISTICS, {"A": Meaning("area_name"), "B": Meaning("count")})
        name = keep_profile(tmp_path, first)
        (tmp_path / "profiles" / f"{name}.yaml").rename(tmp_path / "profiles" / "mine.yaml")
        second = Profile(FileKind.STATISTICS, {"a": Meaning("area_code"), "b": Meaning("count")})
        assert keep_profile(tmp_path, second) == "mine"
        assert [path.name for path in (tmp_path / "profiles").iterdir()] == ["mine.yaml"]
        assert find_profile(tmp_path, "mine").column("A") == Meaning("area_code")

    def test_a_broken_one_is_told_and_hinders_no_other(self, tmp_path: Path) -> None:
        keep_profile(tmp_path, Profile(FileKind.STATISTICS, {"A": Meaning("area_name")}))
        (tmp_path / "profiles" / "broken.yaml").write_text("kind: statistics\ncolumns:\n  A: place\n", encoding="utf-8")
        shelf = profiles_of(tmp_path)
        assert len(shelf.profiles) == 1 + len(shipped_profiles())
        (problem,) = shelf.problems
        assert (problem.file, problem.row, problem.column, problem.value) == ("broken.yaml", 3, "A", "place")


class TestFile:
    @pytest.mark.parametrize(
        ("content", "line", "key"),
        [
            ("kind: statistics\ncolumns:\n  Hudud: place\n", 3, "Hudud"),
            ("kind: statistics\nsheets: 1\ncolumns: {A: count}\n", 2, "sheets"),
            ("kind: crimes\ncolumns: {A: count}\n", 1, "kind"),
            ("kind: statistics\n", 1, "columns"),
            ("kind: statistics\ndecimal: ';'\ncolumns: {A: count}\n", 2, "decimal"),
            ("kind: statistics\ncolumns:\n  A: count\n  a: area_name\n", 4, "a"),
            ("kind: statistics\ncolumns:\n  A: {indicator: theft, sex: f}\n", 3, "sex"),
            ("kind: statistics\ncolumns:\n  A: {period: soon}\n", 3, "A"),
            ("kind: statistics\ncolumns: {A: count}\nconstants: {size: 1}\n", 3, "size"),
            ("kind: statistics\ncolumns: {A: count\n", 3, None),
            ("- 1\n- 2\n", 1, None),
            ("", 1, None),
        ],
    )
    def test_what_is_wrong_is_told_with_line_and_key(
        self, tmp_path: Path, content: str, line: int, key: str | None
    ) -> None:
        path = tmp_path / "p.yaml"
        path.write_text(content, encoding="utf-8")
        with pytest.raises(Refused) as refused:
            load_profile(str(path))
        (problem,) = refused.value.problems
        assert (problem.file, problem.rule, problem.row, problem.column) == ("p.yaml", "profile_invalid", line, key)
        assert all(message(problem, lang) for lang in Lang)

    @pytest.mark.parametrize("name", shipped_profiles())
    def test_the_shipped_ones_read_back_as_they_are_written(self, name: str) -> None:
        profile = load_profile(name)
        assert parse_profile(profile_text(profile).encode(), name) == profile

    @given(
        st.dictionaries(
            st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=20)
            .map(str.strip)
            .filter(lambda text: any(sign.isalpha() for sign in text)),
            st.sampled_from(
                [
                    Meaning("area_code"), Meaning("count"), Meaning("ignore"), Meaning(FIGURES, None, "theft", "youth"),
                    Meaning(FIGURES, When(2025, quarter=2)), Meaning(FIGURES, When(2025, month=3), "fraud"),
                    Meaning(FIGURES, When(2025), None, "all"),
                ]
            ),
            min_size=1,
            max_size=6,
        )
    )  # fmt: skip
    def test_any_profile_reads_back(self, columns: dict[str, Meaning]) -> None:
        profile = Profile(FileKind.STATISTICS, columns, {"indicator": "theft"}, Marks(",", " "), "Sarlavha: “a”")
        assume(len({folded(heading) for heading in columns}) == len(columns))
        assert parse_profile(profile_text(profile).encode()) == profile


class TestDistricts:
    def test_where_mahallas_are_known_a_table_by_district_is_refused(self, read: Any, tiny_areas: Any) -> None:
        content = "Hudud kodi;Davr;O‘g‘irlik\n1710999;2025Q1;3\n"
        report = read(content.replace("1710999", tiny_areas["district"]), reference=tiny_areas["reference"])
        assert "figures_of_districts" in rules(report)

    def test_where_none_are_known_it_is_checked_with_a_warning(self, read: Any) -> None:
        report = read("Hudud;Davr;O‘g‘irlik\nKoson tumani;2025Q1;3\n", reference=shipped_reference())
        assert report.publishable
        assert "figures_above_mahallas" in {problem.rule for problem in report.warnings}


@pytest.fixture
def tiny_areas() -> Any:
    frame = pd.DataFrame(
        [("1710229", "district", "1710"), ("1710229001", "mahalla", "1710229")], columns=["code", "level", "parent"]
    )
    names = dict.fromkeys(("name_uz_latn", "name_uz_cyrl", "name_ru", "name_en"), "Koson")
    return {"district": "1710229", "reference": shipped_reference().with_areas(frame.assign(**names))}
