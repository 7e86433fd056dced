"""Files that try to exhaust the machine are refused within 10 seconds and 1 GiB, by the rule for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapping.reading.examination import examine_apart
from mapping.reading.request import Request
from tests.corpus.bounds import FILES, MOST_BYTES, MOST_SECONDS, cost

RULES = {
    "zip_bomb.zip": "archive_bomb",
    "workbook_bomb.xlsx": "archive_bomb",
    "sparse_workbook.xlsx": "too_many_columns",
    "nested.geojson": "nested_too_deep",
    "brackets.geojson": "nested_too_deep",
    "wide.csv": "too_many_columns",
    "points.geojson": "too_many_points",
    "points.kml": "too_many_points",
    "entities.kml": "file_cut_or_broken",
    "claimed.xlsx": "file_too_costly",
    "repeated.xlsx": "file_too_costly",
    "objects.geojson": "too_many_features",
    "elements.kml": "too_many_tags",
    "tangle.geojson": "file_too_costly",
    "words.csv": "words_too_many",
}


@pytest.mark.parametrize("name", RULES)
def test_refused_by_its_rule_within_the_bounds(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    FILES[name](path)
    assert [problem.rule for problem in examine_apart(path, Request()).problems] == [RULES[name]]
    found = cost(path)
    assert found.status == 1
    assert found.seconds < MOST_SECONDS
    assert found.memory < MOST_BYTES
