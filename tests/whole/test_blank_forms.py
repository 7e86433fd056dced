"""A form that is handed out comes back: filled in it says what is published, blank it replaces nothing."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from mapping.export.blank_form import FORMS, blank_form
from mapping.model.locale import Lang
from mapping.publishing import base_of, examine_files
from mapping.store import Snapshot

KEYS = ("area", "period", "year", "indicator", "group", "factor", "agency", "post")
TABLES = {"figures": "statistic", "population": "population", "categories": "category",
          "factors": "factor", "assignments": "assignment", "district_posts": "assignment"}  # fmt: skip


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("name", list(FORMS))
def test_an_example_is_read_back_as_what_is_published(
    name: str, lang: Lang, tiny_snapshot: Snapshot, tiny_home: Path, tmp_path: Path
) -> None:
    file = tmp_path / f"{name}.xlsx"
    file.write_bytes(blank_form(tiny_snapshot, name, lang, filled=True))
    (item,) = examine_files([file], base_of(tiny_home))
    # Which is true of one mahalla, and of the factors and posts that only this region has.
    assert {problem.rule for problem in item.report.problems} <= {"area_without_figures", "code_new"}
    assert item.report.publishable
    published = base_of(tiny_home).tables[TABLES[name]]
    assert item.report.frame is not None
    value = next((column for column in ("count", "people", "category", "cases") if column in published.columns), None)
    key = [column for column in published.columns if column in KEYS]
    read = item.report.frame.dropna(subset=[value] if value else []).set_index(key).sort_index()
    expected = published.dropna(subset=[value] if value else []).set_index(key).sort_index()
    assert len(read) > 0
    assert set(read.index) <= set(expected.index)
    if value:
        pd.testing.assert_series_equal(
            read[value], expected[value].reindex(read.index), check_dtype=False, check_names=False
        )


@pytest.mark.parametrize("name", list(FORMS))
def test_a_form_that_is_brought_back_blank_is_refused(
    name: str, tiny_snapshot: Snapshot, tiny_home: Path, tmp_path: Path
) -> None:
    file = tmp_path / f"{name}.xlsx"
    file.write_bytes(blank_form(tiny_snapshot, name, Lang.UZ))
    (item,) = examine_files([file], base_of(tiny_home))
    assert not item.report.publishable
