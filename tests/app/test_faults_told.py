"""A page that fails: told in the reader's words, with what the one who runs the server needs in the log."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mapping.model.locale import Lang, text
from mapping.store import Snapshot


def page() -> None:
    """A page that fails on what nobody foresaw."""
    from mapping.ui.chrome import tell_fault  # noqa: PLC0415 (this is a script of its own)

    try:
        _ = {}["a defect of ours"]
    except KeyError as fault:
        tell_fault(fault)


@pytest.fixture
def home(tiny_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    shutil.copytree(tiny_home, home)
    monkeypatch.setenv("RISKMAP_HOME", str(home))
    return home


@pytest.mark.parametrize("lang", list(Lang))
def test_a_defect_is_told_with_the_time_and_logged_with_address_snapshot_and_cause(
    home: Path, lang: Lang, tiny_snapshot: Snapshot, caplog: pytest.LogCaptureFixture
) -> None:
    app = AppTest.from_function(page, default_timeout=60)
    app.query_params["lang"] = str(lang)
    app.query_params["period"] = "2025"
    app.run()
    (told,) = [one.value for one in app.error]
    before, after = text("page.fault", lang, time="|").split("|")
    assert told.startswith(before)
    assert told.endswith(after)
    (record,) = [one for one in caplog.records if one.name == "riskmap.ui"]
    assert record.levelno == logging.ERROR
    assert f"lang={lang}&period=2025" in record.getMessage()
    assert tiny_snapshot.id in record.getMessage()
    assert record.exc_info is not None


@pytest.mark.parametrize("lang", list(Lang))
def test_a_fault_that_comes_of_damage_is_told_as_damage(home: Path, lang: Lang, tiny_snapshot: Snapshot) -> None:
    path = home / tiny_snapshot.id / "areas.parquet"
    path.write_bytes(bytes(path.stat().st_size))
    app = AppTest.from_function(page, default_timeout=60)
    app.query_params["lang"] = str(lang)
    app.run()
    (told,) = [one.value for one in app.error]
    size = path.stat().st_size
    damaged = text("store.damaged", lang, snapshot=tiny_snapshot.id, file="areas.parquet", found=size, expected=size)
    assert told == damaged
