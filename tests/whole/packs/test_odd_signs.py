"""Every sign that a text may hold can be written into every pack: what cannot is refused when it is read."""

from __future__ import annotations

import json
import shutil
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from mapping.export.packs.formats import FORMATS
from mapping.model.locale import Lang
from mapping.model.selection import default_selection
from mapping.model.signs import has_unwritable
from mapping.publishing import publish
from mapping.store import Snapshot, open_snapshot
from tests.conftest import MAHALLAS


def _signs() -> str:
    """The first and the last sign of every category that a text may hold, and the last of every plane."""
    by_category: dict[str, list[str]] = {}
    for code in range(sys.maxunicode + 1):
        by_category.setdefault(unicodedata.category(chr(code)), []).append(chr(code))
    ends = [sign for signs in by_category.values() for sign in (signs[0], signs[-1])]
    planes = [chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF)]
    return "".join(sign for sign in [*ends, *planes, "\ufeff", "\u202e", "\u200d"] if not has_unwritable(sign))


@pytest.fixture(scope="module")
def snapshot(tiny_dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The tiny dataset with such signs in the name of a mahalla, of an indicator and in the text of a measure."""
    folder, signs = tmp_path_factory.mktemp("odd"), _signs()
    shutil.copytree(tiny_dataset, folder, dirs_exist_ok=True)
    path = folder / "geo" / "mahallas.geojson"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["features"][0]["properties"] |= {"name_uz_latn": f"A{signs}", "name_ru": f"A{signs}"}
    path.write_text(json.dumps(document), encoding="utf-8")
    quoted = '"' + f"A{signs}".replace('"', '""') + '"'
    for file, old in (("indicators.csv", '"Jinoyatlar, jami"'), ("measures.csv", "Suhbat o‘tkazish")):
        path = folder / "data" / file
        text = path.read_bytes().decode()
        assert old in text
        path.write_bytes(text.replace(old, quoted, 1).encode())
    publish(folder / "geo", folder / "data", folder / "home")
    return open_snapshot(folder / "home")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("area", [MAHALLAS[0], "1710"])
def test_a_pack_is_made_of_a_name_of_odd_signs(snapshot: Snapshot, name: str, area: str) -> None:
    selection = replace(default_selection(snapshot), area=area, lang=Lang.UZ)
    assert len(FORMATS[name].build(snapshot, selection, area, Lang.UZ)) > 1000
