"""Every file of a view says the same: what its figures are of, when, and the figures themselves, read back from the files."""

from __future__ import annotations

import base64
import io
import json
import re
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyogrio
import pytest
from python_calamine import CalamineWorkbook

from mapping.export.columns import header_of, words_of
from mapping.export.packs.geofiles import geojson_pack, geopackage_pack
from mapping.export.packs.html import html_pack
from mapping.export.packs.view_facts import view_of
from mapping.export.packs.workbook import workbook_pack
from mapping.model.levels import Level
from mapping.model.locale import Lang, name_column, text
from mapping.model.periods import Period
from mapping.model.selection import ClassRule, Selection, Value
from mapping.store import Snapshot
from mapping.ui.download import table_csv
from mapping.ui.state import Screen
from mapping.views.map.table import subject_of, view_table
from mapping.views.map.titles import what_and_when
from mapping.views.map.view import compute

ROOT = Path(__file__).resolve().parents[2]
REGION, DISTRICT, MAHALLA = "1710", "1710207", "1710207002"
KINDS = {"all mahallas": (REGION, True), "districts": (REGION, False), "a district": (DISTRICT, False),
         "a mahalla": (MAHALLA, False)}  # fmt: skip
SHOWN = [*map(str, Value), str(ClassRule.CATEGORY)]
TOLD = ("indicator", "indicator_name", "group", "sector", "agency", "year", "period", "snapshot", "as_of")
"""The columns that are the same in every row of a view, where it has them."""


def from_csv(snapshot: Snapshot, chosen: Selection) -> pd.DataFrame:
    table = view_table(snapshot, chosen, compute(snapshot, chosen))
    screen = Screen(snapshot, chosen)
    content = table_csv(screen, table, period=str(chosen.period), separator=",", in_words=False)
    return pd.read_csv(
        io.BytesIO(content), encoding="utf-8-sig", dtype=_texts(table), keep_default_na=False, na_values=[""]
    )


def from_workbook(snapshot: Snapshot, chosen: Selection) -> pd.DataFrame:
    """The sheet of areas with columns and words of closed lists turned back into codes."""
    lang = chosen.lang
    content = workbook_pack(snapshot, chosen, chosen.area, lang)
    head, *rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(content))
        .get_sheet_by_name(text("pack_files.areas", lang))
        .to_python()
    )
    codes = view_table(snapshot, chosen, compute(snapshot, chosen)).columns
    words = {word: code for code, word in header_of(codes, lang).items()}
    frame = pd.DataFrame(rows, columns=[words[word] for word in head]).replace({"": None, "∞": np.inf})
    for column, listed in words_of(frame.columns, lang).items():
        frame[column] = frame[column].replace({word: code for code, word in listed.items()})
    return frame


def from_geojson(snapshot: Snapshot, chosen: Selection) -> pd.DataFrame:
    found = json.loads(geojson_pack(snapshot, chosen, chosen.area, chosen.lang))
    assert found["name"] == " · ".join([_name(snapshot, chosen.area, chosen.lang), *what_and_when(snapshot, chosen)])
    return pd.DataFrame([one["properties"] for one in found["features"]])


def from_geopackage(snapshot: Snapshot, chosen: Selection, folder: Path) -> pd.DataFrame:
    path = folder / "view.gpkg"
    path.write_bytes(geopackage_pack(snapshot, chosen, chosen.area, chosen.lang))
    found = pyogrio.read_dataframe(path, layer=f"{chosen.drawn_level}s", read_geometry=False)
    return pd.DataFrame(found)


def from_html(snapshot: Snapshot, chosen: Selection) -> dict[str, Any]:
    page = html_pack(snapshot, chosen, chosen.area, chosen.lang).decode()
    data = re.search(r'<script[^>]*id="data"[^>]*>([^<]*)<', page)
    assert data is not None
    held: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(data[1])))
    return held


def _texts(table: pd.DataFrame) -> dict[str, str]:
    return {name: "str" for name in table if not pd.api.types.is_numeric_dtype(table[name].dtype)}


def _name(snapshot: Snapshot, code: str, lang: Lang) -> str:
    return str(snapshot.areas.at[code, name_column(lang)])


def assert_same(found: pd.DataFrame, table: pd.DataFrame, *, infinite: bool) -> None:
    """A file has the table's columns and rows; where it cannot write an infinite ratio it has none."""
    assert set(table.columns) <= set(found.columns)
    for name in table.columns:
        if pd.api.types.is_numeric_dtype(table[name].dtype):
            wanted = table[name].astype("Float64").to_numpy(float, na_value=np.nan)
            if not infinite:
                wanted = np.where(np.isinf(wanted), np.nan, wanted)
            read = pd.to_numeric(found[name]).astype("Float64").to_numpy(float, na_value=np.nan)
            np.testing.assert_allclose(read, wanted, rtol=1e-9, atol=1e-9, err_msg=name)
        else:
            read, wanted = (one[name].astype("object").where(one[name].notna(), "") for one in (found, table))
            assert [str(one).lstrip("'") for one in read] == [str(one) for one in wanted], name


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shown", SHOWN)
def test_every_file_of_a_view_is_its_table(tiny_snapshot: Snapshot, tmp_path: Path, shown: str, kind: str) -> None:
    area, everywhere = KINDS[kind]
    lang = list(Lang)[SHOWN.index(shown) % len(Lang)]
    start = Selection(area, "crime_theft", Period.parse("2025Q4-4"), all_mahallas=everywhere, lang=lang)
    chosen = view_of(start.showing(shown), area, lang)
    view = compute(tiny_snapshot, chosen)
    table = view_table(tiny_snapshot, chosen, view)
    assert table["code"].tolist() == view.frame.index.tolist()
    assert_same(from_csv(tiny_snapshot, chosen), table, infinite=True)
    assert_same(from_workbook(tiny_snapshot, chosen), table, infinite=True)
    assert_same(from_geojson(tiny_snapshot, chosen), table, infinite=False)
    assert_same(from_geopackage(tiny_snapshot, chosen, tmp_path), table, infinite=False)
    _assert_html_agrees(from_html(tiny_snapshot, chosen), tiny_snapshot, chosen, table)


def _assert_html_agrees(held: dict[str, Any], snapshot: Snapshot, chosen: Selection, table: pd.DataFrame) -> None:
    """The page has the figures of its mahallas for every indicator and period; of measures the totals of the areas briefed."""
    lang, of = chosen.lang, subject_of(snapshot, chosen)
    assert held["snapshot"] == text("page.snapshot", lang, id=table["snapshot"].iloc[0])
    if chosen.tells_measures:
        if chosen.value in (Value.DONE, Value.OVERDUE) and chosen.area == chosen.scope:
            assert int(held["briefs"][chosen.area][str(chosen.value)]) == table["count"].sum()
        return
    assert dict(held["indicators"])[of.code] == of.name == table["indicator_name"].iloc[0]
    if str(of.period) not in held["views"][of.code] or chosen.drawn_level is not Level.MAHALLA:
        return  # the pack has the periods of one length
    columns = pd.DataFrame(held["views"][of.code][str(of.period)]["columns"], index=held["shapes"]["codes"])
    rows = table.set_index("code")
    for name in ("count", "people"):
        wanted = rows[name].astype("float64")
        np.testing.assert_array_equal(columns.loc[rows.index, name].astype("float64"), wanted, err_msg=name)


def test_what_a_view_is_of_is_told_as_it_is_counted(tiny_snapshot: Snapshot) -> None:
    """Categories by rule count the rules' indicator in the year before, whatever indicator and period are chosen."""
    theft = Selection(REGION, "crime_theft", Period.parse("2025"), lang=Lang.EN)
    told = {shown: subject_of(tiny_snapshot, theft.showing(shown)) for shown in SHOWN}
    assert {shown: (of.code, str(of.period)) for shown, of in told.items()} == {
        **dict.fromkeys(SHOWN, ("crime_theft", "2025")),
        **dict.fromkeys(("computed", "agreement"), ("crime_total", "2024")),
        **{
            shown: (shown, "2025Q4")
            for shown in ("done", "overdue", "unowned", "reported", "returned", "silent", "gaps")
        },
    }
    assert {shown for shown, of in told.items() if of.columns.get("year") == "2025"} == {
        "computed",
        "agreement",
        "category",
    }


def test_gaps_are_of_no_sector(tiny_snapshot: Snapshot) -> None:
    """They are those of all, so that a file must not say that they are of one."""
    chosen = Selection(REGION, "crime_total", Period.parse("2025Q4"), Value.GAPS, sector="sector_1", agency="iib")
    told = {
        value: subject_of(tiny_snapshot, replace(chosen, value=value)).columns for value in (Value.GAPS, Value.DONE)
    }
    assert told == {Value.GAPS: {"sector": "", "agency": ""}, Value.DONE: {"sector": "sector_1", "agency": "iib"}}


@pytest.fixture(scope="module")
def demonstration(shipped_snapshot: Snapshot) -> Snapshot:
    return shipped_snapshot


@pytest.mark.parametrize("read", [from_csv, from_workbook, from_geojson])
def test_the_computed_category_of_thefts_is_of_all_crimes_of_the_year_before(
    demonstration: Snapshot, read: Callable[[Snapshot, Selection], pd.DataFrame]
) -> None:
    """Against the source: pandas over data/statistics.csv."""
    chosen = Selection(REGION, "theft", Period.parse("2025"), Value.COMPUTED, lang=Lang.EN)
    found = read(demonstration, chosen).set_index("code")
    assert set(found["indicator_name"]) == {"Crimes, total"}
    assert (set(found["period"]), set(found["year"].astype("str"))) == ({"2024"}, {"2025"})
    counts = pd.read_csv(ROOT / "data" / "statistics.csv", dtype={"area": "str", "period": "str"})
    here = counts.query("indicator == 'crime_total' and group == 'all'").loc[
        lambda rows: rows["period"].str.startswith("2024Q")
    ]
    expected = here.groupby("area")["count"].sum(min_count=4)
    pd.testing.assert_series_equal(
        found["count"].astype("float64"), expected.reindex(found.index).astype("float64"), check_names=False
    )
