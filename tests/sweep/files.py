"""The packs of a view: each opens, its figures are the files', and no word holds a trace of a missing figure."""

from __future__ import annotations

import base64
import io
import json
import re
import tempfile
import zipfile
import zlib
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyogrio
from python_calamine import CalamineWorkbook

from mapping.export.columns import header_of
from mapping.export.packs.formats import FORMATS
from mapping.export.packs.view_facts import view_of
from mapping.model import wording
from mapping.model.locale import text
from mapping.model.selection import Selection
from mapping.views.map.absence import why_bare
from mapping.views.map.view import compute
from tests.sweep.cases import Case
from tests.sweep.expected import expected_of
from tests.sweep.pages import told_figures
from tests.sweep.regions import Region
from tests.sweep.views import holds, holds_table
from tests.sweep.words import clean, texts_in

_DATA = re.compile(r'id="data">([^<]*)<')
_TEXT = re.compile(r"<a:t>([^<]*)</a:t>")


def check_pack(region: Region, case: Case) -> None:
    """The pack of the format that the place names."""
    name, selection = case.place.removeprefix("pack-"), case.selection
    content = FORMATS[name].build(region.snapshot, selection, selection.area, selection.lang)
    _CHECKS[name](region, view_of(selection, selection.area, selection.lang), content)


def _geojson(region: Region, selection: Selection, content: bytes) -> None:
    found = json.loads(content)
    rows = pd.DataFrame([one["properties"] for one in found["features"]])
    holds_table(region, selection, rows.set_index("code"))
    clean(texts_in([found["name"], found["about"]]), what="the file's own words")


def _gpkg(region: Region, selection: Selection, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "view.gpkg"
        path.write_bytes(content)
        rows = pyogrio.read_dataframe(path, layer=f"{selection.drawn_level}s", read_geometry=False)
        about = pyogrio.read_dataframe(path, layer="about", read_geometry=False)
    holds_table(region, selection, rows.set_index("code"))
    clean(texts_in(about.to_numpy().tolist()), what="the layer about")


def _xlsx(region: Region, selection: Selection, content: bytes) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    head, *rows = sheets[text("pack_files.areas", selection.lang)]
    columns = {word: code for code, word in header_of(["code", "count", "class", "hidden"], selection.lang).items()}
    frame = pd.DataFrame(rows, columns=[columns.get(str(one), str(one)) for one in head]).set_index("code")
    for name in ("count", "class"):
        frame[name] = pd.to_numeric(frame.get(name, pd.Series(np.nan, index=frame.index)).replace("", np.nan))
    if "hidden" in frame:
        frame["hidden"] = frame["hidden"].astype(bool)
    holds_table(region, selection, frame)
    _check_brief(region, selection, sheets[text("html_pack.brief", selection.lang)])
    words = (str(cell) for sheet in sheets.values() for row in sheet for cell in row if isinstance(cell, str))
    clean(words, what="a sheet")


def _check_brief(region: Region, selection: Selection, table: list[list[Any]]) -> None:
    """The first row of the brief is the area's own count of the chosen indicator, or it is told to be hidden."""
    head = header_of(["count", "hidden"], selection.lang)
    row = dict(zip(map(str, table[0]), table[1], strict=False))
    told = told_figures(region.truth, region.snapshot, Case("brief", selection))["count"]
    given = row.get(head["count"], "")
    said = (
        text("hidden.word", selection.lang)
        if row.get(head["hidden"])
        else wording.number(given or (0 if given == 0 else None), selection.lang)
    )
    assert said in told, f"the brief's count is {said!r}, the files say {told}"


def _html(region: Region, selection: Selection, content: bytes) -> None:
    page = content.decode()
    found = _DATA.search(page)
    assert found is not None
    told: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(found[1])))
    assert told["indicator"] in told["views"], "the pack begins with an indicator that it does not hold"
    assert told["period"] in told["views"][told["indicator"]]
    view = told["views"][told["indicator"]][told["period"]]
    drawn = view["drawn"][told["value"]]
    shown = Selection(selection.area, told["indicator"], selection.period, group=selection.group,
                      all_mahallas=len(selection.area) == len(region.snapshot.region)).showing(told["value"])  # fmt: skip
    columns = {name: view["columns"][name] for name in ("count", "hidden") if name in view["columns"]}
    codes = list(region.snapshot.mahallas_of(shown.scope))
    frame = pd.DataFrame(columns, index=pd.Index(codes), dtype=float)
    holds(expected_of(region.truth, region.snapshot, shown), frame, drawn["classes"])
    assert len(drawn["labels"]) == len(drawn["colours"]["light"])
    words = {name: one for name, one in told.items() if name not in ("shapes", "around", "measures", "areas", "ink")}
    clean(texts_in(words), what="the pack's words", filled=False)


def _svg(region: Region, selection: Selection, content: bytes) -> None:
    written = content.decode()
    said = " ".join(unescape(one) for one in re.findall(r">([^<>]+)<", written))
    clean([said], what="the picture")
    bare = why_bare(region.snapshot, selection, compute(region.snapshot, selection))
    assert " ".join(bare.split()) in " ".join(said.split()), "the picture does not say why nothing is coloured"


def _png(region: Region, selection: Selection, content: bytes) -> None:
    assert content.startswith(b"\x89PNG")


def _pptx(region: Region, selection: Selection, content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        slides = [
            archive.read(one).decode()
            for one in archive.namelist()
            if re.search(r"(slides|notesSlides)/[^/]*\.xml", one)
        ]
    assert slides
    clean((unescape(one) for slide in slides for one in _TEXT.findall(slide)), what="a slide")


def _pdf(region: Region, selection: Selection, content: bytes) -> None:
    assert content.startswith(b"%PDF")
    assert content.rstrip().endswith(b"%%EOF")


_CHECKS = {"geojson": _geojson, "gpkg": _gpkg, "xlsx": _xlsx, "html": _html, "svg": _svg, "png": _png, "pptx": _pptx,
           "pdf": _pdf}  # fmt: skip
