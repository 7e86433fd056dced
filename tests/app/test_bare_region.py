"""A region that begins: boundaries, crimes and population alone, as README has it. Every page has something to say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mapping.publishing import empty_base, examine_files, propose, publish_dataset
from mapping.ui.links import PAGES

APP = str(Path(__file__).resolve().parents[2] / "app.py")
MAHALLAS = ("1712211001", "1712211002", "1712216001", "1712216002")


@pytest.fixture(scope="module")
def bare_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bare")
    features = []
    for place, code in enumerate(MAHALLAS):
        west, south = 65.3 + 0.05 * (place % 2), 40.1 + 0.05 * (place // 2)
        ring = [[west, south], [west + 0.05, south], [west + 0.05, south + 0.05], [west, south + 0.05], [west, south]]
        properties = {"SOATO": code, "Nomi": f"Mahalla {place}"}
        features.append({"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}})  # fmt: skip
    (folder / "chegaralar.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    crimes = "".join(f"{code};{n + 1};{n + 3}\n" for n, code in enumerate(MAHALLAS))
    (folder / "jinoyat.csv").write_text(f"Преступления, всего за 2025 год\nКод СОАТО;I квартал;II квартал\n{crimes}", encoding="cp1251")  # fmt: skip
    people = "".join(f"{code},2025,3000\n" for code in MAHALLAS)
    (folder / "aholi.csv").write_text(f"Mahalla kodi,Yil,Aholi soni\n{people}")
    base = empty_base()
    made = propose(examine_files(sorted(folder.iterdir()), base), base)
    publish_dataset(made.dataset, folder / "home")
    return folder / "home"


@pytest.mark.parametrize("area", ["1712", "1712211", MAHALLAS[0]])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_runs(bare_home: Path, monkeypatch: pytest.MonkeyPatch, page: str, area: str) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(bare_home))
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["area"] = area
    app.run()
    app.switch_page(PAGES[page]).run()
    assert not app.exception
    assert not app.error
