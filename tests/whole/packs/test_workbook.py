"""The workbook of a view, read back: figures worked out in tests/conftest.py."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from mapping.export.packs.view_facts import view_of
from mapping.export.packs.workbook import workbook_pack
from mapping.export.packs.workbook_tables import areas_sheet, classes_sheet
from mapping.model.locale import Lang, text
from mapping.model.periods import Period
from mapping.model.selection import ClassRule, Selection, Value, default_selection
from mapping.store import Snapshot
from mapping.views.map.view import compute

REGION, DISTRICT = "1710", "1710207"
SHEETS = ("pack_files.areas", "html_pack.brief", "html_pack.attention", "html_pack.measures", "control.classes",
          "pack_files.method")  # fmt: skip


def _year(snapshot: Snapshot) -> Selection:
    return replace(default_selection(snapshot), period=Period.parse("2025"))


def _read(written: bytes, sheet: str) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(written)).get_sheet_by_name(sheet).to_python()


def _parts(written: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/")}


def test_cells_have_types_and_absence_is_empty(tiny_snapshot: Snapshot) -> None:
    rows = _read(workbook_pack(tiny_snapshot, _year(tiny_snapshot), REGION, Lang.EN), "Areas")
    head = {name: place for place, name in enumerate(rows[0])}
    assert len(rows) == 1 + 8
    assert (rows[1][head["Code"]], rows[1][head["Count"]], rows[1][head["People"]]) == ("1710207001", 26.0, 1100.0)
    assert rows[8][head["Count"]] == ""
    assert {row[head[text("column.snapshot", Lang.EN)]] for row in rows[1:]} == {tiny_snapshot.id}


def test_a_name_that_looks_like_a_formula_stays_text(tiny_snapshot: Snapshot) -> None:
    written = workbook_pack(tiny_snapshot, _year(tiny_snapshot), DISTRICT, Lang.UZ)
    assert _read(written, text("pack_files.areas", Lang.UZ))[3][1] == "=1+1"
    assert not any("<f>" in part or "<f " in part or "hyperlink" in part for part in _parts(written).values())


def test_every_table_has_a_frozen_header_and_filters(tiny_snapshot: Snapshot) -> None:
    *tables, method = _parts(workbook_pack(tiny_snapshot, _year(tiny_snapshot), REGION, Lang.RU)).values()
    assert tables
    assert all('state="frozen"' in part and "<autoFilter" in part for part in tables)
    assert "<autoFilter" not in method


def test_measures_are_in_words_with_real_days(tiny_snapshot: Snapshot) -> None:
    selection = _year(tiny_snapshot)
    written = workbook_pack(tiny_snapshot, selection, REGION, Lang.EN)
    head, *rows = _read(written, "Measures")
    known = tiny_snapshot.measures(REGION, selection.period.last)
    assert len(rows) == len(known) > 0
    deadlines = [row[head.index("Deadline")] for row in rows]
    assert sorted(deadlines) == sorted(one.date() for one in known["deadline"])
    assert all(type(one) is date for one in deadlines)
    assert {row[head.index("District")] for row in rows} <= set(tiny_snapshot.areas["name_en"])


def test_the_method_tells_filters_snapshot_and_that_figures_are_invented(tiny_snapshot: Snapshot) -> None:
    written = workbook_pack(tiny_snapshot, _year(tiny_snapshot), DISTRICT, Lang.UZ_CYRL)
    told = {str(name): str(value) for name, value, *_ in _read(written, text("pack_files.method", Lang.UZ_CYRL))}
    assert told[text("column.snapshot", Lang.UZ_CYRL)] == tiny_snapshot.id
    assert told[text("column.demonstration", Lang.UZ_CYRL)] == text("page.demonstration", Lang.UZ_CYRL)
    assert "(1710207)" in told[text("column.area_name", Lang.UZ_CYRL)]


@pytest.mark.parametrize("lang", Lang)
def test_sheets_are_named_as_excel_allows(tiny_snapshot: Snapshot, lang: Lang) -> None:
    names = CalamineWorkbook.from_filelike(
        io.BytesIO(workbook_pack(tiny_snapshot, _year(tiny_snapshot), REGION, lang))
    ).sheet_names
    assert set(names) <= {text(key, lang) for key in SHEETS}
    assert len(set(names)) == len(names)
    assert all(0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)


def test_classes_hold_every_area_that_has_one(tiny_snapshot: Snapshot) -> None:
    chosen = view_of(replace(_year(tiny_snapshot), value=Value.COUNT), REGION, Lang.EN)
    view = compute(tiny_snapshot, chosen)
    classes = classes_sheet(chosen, view).rows
    areas = areas_sheet(tiny_snapshot, chosen, view).rows
    assert classes["areas"].sum() == areas["class"].notna().sum() == 7
    for _, one in classes.iterrows():
        inside = areas.loc[areas["class"] == one["class"], "count"]
        assert (inside <= one["up_to"]).all()
        assert one["above"] != one["above"] or (inside > one["above"]).all()


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    value=st.sampled_from(Value), rule=st.sampled_from(ClassRule), everywhere=st.booleans(), lang=st.sampled_from(Lang)
)
def test_any_view_makes_a_workbook_with_a_row_for_each_area(
    tiny_snapshot: Snapshot, value: Value, rule: ClassRule, everywhere: bool, lang: Lang
) -> None:
    chosen = replace(_year(tiny_snapshot), value=value, classes=rule, all_mahallas=everywhere)
    rows = _read(workbook_pack(tiny_snapshot, chosen, REGION, lang), text("pack_files.areas", lang))
    assert len(rows) - 1 == len(compute(tiny_snapshot, chosen).frame)


def test_an_unknown_area_is_refused(tiny_snapshot: Snapshot) -> None:
    with pytest.raises(KeyError):
        workbook_pack(tiny_snapshot, _year(tiny_snapshot), "1710999", Lang.UZ)
