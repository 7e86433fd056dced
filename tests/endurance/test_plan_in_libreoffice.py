"""A plan form that another spreadsheet program opened and saved is still a form, and is read back whole."""

from __future__ import annotations

import re
import subprocess
import zipfile
from pathlib import Path

import pytest

from mapping.export.plan_file import words_of_snapshot
from mapping.export.plan_form import COLUMNS, plan_form
from mapping.model.locale import Lang
from mapping.model.schemas import MEASURE, Form
from mapping.store import Snapshot
from mapping.views.oversight.plan import plan_rows
from tests.programs import program
from tests.whole.test_plan_form import COMING, DISTRICT, filled, read_back, same

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module", autouse=True)
def office() -> str:
    """LibreOffice's program."""
    path = program("soffice", "libreoffice-calc-nogui")
    if path is None:
        pytest.skip("LibreOffice is not installed, and this user cannot install it")
    return path


@pytest.fixture(scope="module")
def snapshot(shipped_snapshot: Snapshot) -> Snapshot:
    return shipped_snapshot


def saved_again(content: bytes, folder: Path) -> Path:
    """The workbook as LibreOffice writes it after opening it."""
    given, written = folder / "form.xlsx", folder / "saved"
    given.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        str(program("soffice", "libreoffice-calc-nogui")),
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(written),
        str(given),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return written / given.name


@pytest.mark.parametrize("lang", list(Lang))
def test_saved_by_libreoffice_it_keeps_lists_locks_and_every_value(
    snapshot: Snapshot, lang: Lang, tmp_path: Path
) -> None:
    rows = filled(plan_rows(snapshot, COMING, DISTRICT))
    content = plan_form(rows, words_of_snapshot(snapshot, lang), lang, title="2026", made=snapshot.as_of)
    saved = saved_again(content, tmp_path)
    same(read_back(saved.read_bytes(), tmp_path), rows)
    with zipfile.ZipFile(saved) as book:
        sheet, styles, whole = (
            book.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "styles", "workbook")
        )
    listed = [column for column in MEASURE.columns if column.form in (Form.CHOICE, Form.TERM)]
    assert sheet.count('type="list"') == len(listed)
    assert re.search(r'<sheetProtection[^>]*sheet="(true|1)"', sheet)
    assert 'state="hidden"' in whole
    formats = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", styles.split("<cellXfs")[1].split("</cellXfs>")[0], re.DOTALL)
    unlocked = ['locked="false"' in one or 'locked="0"' in one for one in formats]
    cells = dict(re.findall(r'<c r="([A-Z]+)4" s="(\d+)"', sheet))
    letters = {name: chr(ord("A") + place) for place, name in enumerate(COLUMNS)}
    assert not unlocked[int(cells[letters["area"]])]
    assert unlocked[int(cells[letters["text"]])]
