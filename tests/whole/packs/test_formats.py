"""The registry of packs, and what their files are called."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mapping.export.packs.formats import FORMATS, pack_name
from mapping.model.locale import Lang
from mapping.model.periods import Period
from mapping.model.selection import default_selection
from mapping.store import Snapshot


def test_every_format_stands_under_its_own_name_and_suffix() -> None:
    assert all(name == form.name for name, form in FORMATS.items())
    assert len({form.suffix for form in FORMATS.values()}) == len(FORMATS)


@pytest.mark.parametrize(
    ("area", "expected"),
    [
        ("1710", "1710_sinov-viloyati_crime-total_2025Q4_ru.html"),
        ("1710207", "1710207_guzor-tumani_crime-total_2025Q4_ru.html"),
        ("1710207002", "1710207002_script-alert-1-script_crime-total_2025Q4_ru.html"),  # a name that is a tag
    ],
)
def test_a_name_tells_area_indicator_period_and_language(tiny_snapshot: Snapshot, area: str, expected: str) -> None:
    selection = replace(default_selection(tiny_snapshot), period=Period.parse("2025Q4"))
    assert pack_name(tiny_snapshot, selection, area, Lang.RU, FORMATS["html"]) == expected
