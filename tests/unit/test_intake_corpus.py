"""Every broken file of the corpus is named by the rule of its fault, and by no other that refuses it."""

from __future__ import annotations

import json
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

from mapping.model.kinds import FileKind
from mapping.model.locale import Lang
from mapping.model.problems import Refused
from mapping.reading.examination import examine
from mapping.reading.registry import Severity, sectioned
from mapping.reading.report import Report
from mapping.reading.request import Request
from mapping.reading.specification import STRICT_SECTIONS, message, severity_of
from mapping.reading.tables.profile_file import load_profile
from tests.corpus.broken import Broken
from tests.corpus.broken_boundaries import broken_boundaries
from tests.corpus.broken_files import broken_files
from tests.corpus.broken_tables import broken_tables

CORPUS = list(chain(broken_tables(), broken_boundaries(), broken_files()))
# Rules that take more than one small file: tables side by side, a file of gigabytes, a folder, a whole dataset.
ELSEWHERE = {
    "area_joined", "cell_no_duration", "area_lost", "count_above_population", "coverage_left",
    "features_left", "file_cannot_be_read", "file_name_unreadable", "file_too_costly", "file_too_large", "flag_form",
    "form_not_filled", "indicator_unknown", "kind_differs", "layers_left", "not_geojson", "name_no_letters", "outside_parent",
    "part_of_itself", "post_not_assigned", "row_not_filled", "short_code", "term_unknown", "too_many_cells",
    "too_many_features", "too_many_points", "too_many_tags", "words_too_many",
    "figures_of_districts", "figures_above_mahallas", "profile_used", "profile_kind_other", "border_fitted", "ring_repaired", "sheet_left_out", "title_used", "total_rows_left", "months_summed", "remarks_left",
    "quote_open", "figures_not_read", "row_figures_left", "figures_none", "figures_in_thousands", "running_totals", "running_total_falls",
    "days_may_be_quarters", "days_are_quarters", "day_or_month", "doubt_settled", "rows_hidden", "sheet_hidden", "sheet_figures_left",
    "formula_without_value", "wider_unknown", "unit_doubtful", "figure_merged",
}  # fmt: skip


def examined(broken: Broken, folder: Path) -> Report:
    path = folder / broken.name.replace("/", "_")
    path.write_bytes(broken.content)
    profile = None
    if broken.profile is not None:
        written = folder / "profile.yaml"
        written.write_text(broken.profile, encoding="utf-8")
        try:
            profile = load_profile(str(written))
        except Refused as refused:
            return Report(None, 0, refused.problems)
    return examine(path, Request(parent=broken.parent, profile=profile))


@pytest.mark.parametrize("name", ["\udcff.csv", "a\x07.geojson", "\udcff.parquet"])
def test_a_file_whose_name_is_no_text_is_refused_and_the_report_can_be_written(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"PAR1" if name.endswith("parquet") else b"code\n1710\n")
    for kind in (None, FileKind.EVENTS):
        report = examine(path, Request(kind))
        (problem,) = report.problems
        assert problem.rule == "file_name_unreadable"
        assert "⟨U+" in problem.file
        json.dumps(report.as_json(Lang.RU), ensure_ascii=False).encode()


def test_breaks_of_word_processors_are_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "measures.csv"
    (broken,) = (one for one in broken_tables() if one.name == "control_sign_semicolons.csv")
    path.write_bytes(broken.content.replace(b"Ish\x7f", b"Bir\x0bikki\x0cuch"))
    report = examine(path, Request(parent=broken.parent))
    assert report.frame is not None
    assert report.frame["text"].tolist() == ["Bir\nikki\nuch", "Ish"]


def test_the_corpus_has_at_least_two_hundred_files_of_different_names() -> None:
    assert len(CORPUS) >= 200
    assert max(Counter(broken.name for broken in CORPUS).values()) == 1


def test_every_rule_is_broken_by_a_file_of_the_corpus_or_tested_elsewhere() -> None:
    of_one_file = {rule for rule, check in sectioned().items() if int(check.section.split(".")[0]) < 10}
    assert {broken.rule for broken in CORPUS} == (of_one_file | STRICT_SECTIONS.keys()) - ELSEWHERE


@pytest.mark.parametrize("broken", CORPUS, ids=lambda broken: broken.name)
def test_a_broken_file_is_named_by_the_rule_of_its_fault(broken: Broken, tmp_path: Path) -> None:
    report = examined(broken, tmp_path)
    found = [problem for problem in report.problems if problem.rule == broken.rule]
    assert found, {problem.rule for problem in report.problems}
    refusing = {problem.rule for problem in report.refused}
    assert refusing == ({broken.rule} if severity_of(found[0]) is Severity.MUST else set())
    assert all(message(found[0], lang).strip() for lang in Lang)
    assert found[0].file == broken.name.replace("/", "_") or broken.profile is not None
