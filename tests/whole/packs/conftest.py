"""Variants of the tiny dataset: names that are hard to set, small counts of a group."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mapping.publishing import publish
from mapping.store import Snapshot, open_snapshot
from tests.conftest import MAHALLAS

LONG = "Mirzo Ulug‘bek nomidagi Yangi hayot ko‘chasi atrofidagi obod mahalla fuqarolar yig‘ini (sobiq Yuqori Qo‘rg‘on)"
UNBROKEN = "Yuqoriqorg‘ontepaobodmahallafuqarolaryig‘inihududi" * 2


@pytest.fixture(scope="session")
def variant(
    tiny_dataset: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Callable[[Path], None]], Snapshot]:
    """Publishes the tiny dataset after a change to its folder."""

    def changed(change: Callable[[Path], None]) -> Snapshot:
        folder, home = tmp_path_factory.mktemp("variant"), tmp_path_factory.mktemp("home")
        shutil.copytree(tiny_dataset, folder, dirs_exist_ok=True)
        change(folder)
        publish(folder / "geo", folder / "data", home)
        return open_snapshot(home)

    return changed


@pytest.fixture(scope="session")
def long_names(variant: Callable[[Callable[[Path], None]], Snapshot]) -> Snapshot:
    """The tiny dataset with a long name, a name without a space, and a long text of a measure."""

    def change(folder: Path) -> None:
        _rename(folder / "geo" / "mahallas.geojson", {MAHALLAS[0]: LONG, MAHALLAS[3]: UNBROKEN})
        _rename(folder / "geo" / "districts.geojson", {MAHALLAS[0][:7]: LONG})
        measures = folder / "data" / "measures.csv"
        measures.write_text(
            measures.read_text(encoding="utf-8").replace("Suhbat o‘tkazish", LONG * 5), encoding="utf-8"
        )

    return variant(change)


@pytest.fixture(scope="session")
def small_counts(variant: Callable[[Callable[[Path], None]], Snapshot]) -> Snapshot:
    """The tiny dataset with two cases by young people in a quarter of every mahalla of the first district."""

    def change(folder: Path) -> None:
        path = folder / "data" / "statistics.csv"
        rows = path.read_text(encoding="utf-8").splitlines()
        wanted = tuple(f"{code},2025Q4,crime_total,youth," for code in MAHALLAS[:4])
        path.write_text(
            "\n".join(f"{row[:-1]}2" if row.startswith(wanted) else row for row in rows) + "\n", encoding="utf-8"
        )

    return variant(change)


def _rename(path: Path, names: dict[str, str]) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    for feature in document["features"]:
        code = feature["properties"]["code"]
        if code in names:
            feature["properties"] |= dict.fromkeys(("name_uz_latn", "name_uz_cyrl", "name_ru", "name_en"), names[code])
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
