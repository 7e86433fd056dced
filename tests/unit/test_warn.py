import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from mapping.cli.app import app
from mapping.model.locale import Lang
from mapping.publishing import publish
from mapping.store import open_snapshot
from mapping.views.map.early import early


def said(home: Path, *options: str) -> str:
    result = CliRunner().invoke(app, ["warn", "--home", str(home), *options])
    assert result.exit_code == 0, result.output
    return result.output


def test_what_is_told_is_of_the_latest_quarter_and_of_the_regions_areas(tiny_snapshot):
    found = early(tiny_snapshot)
    assert found is not None
    assert found.quarter == tiny_snapshot.quarters[-1]
    assert found.mahallas == tuple(tiny_snapshot.mahallas_of(tiny_snapshot.region))
    assert set(found.districts) == set(tiny_snapshot.areas["parent"].reindex(found.mahallas))


@pytest.fixture(scope="module")
def risen(tiny_dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny dataset with a hundredfold last quarter in one mahalla."""
    folder = tmp_path_factory.mktemp("risen")
    shutil.copytree(tiny_dataset, folder / "set")
    file = folder / "set" / "data" / "statistics.csv"
    rows = pd.read_csv(file, dtype=str, keep_default_na=False)
    first = rows["indicator"].iloc[0]
    chosen = (rows["period"] == rows["period"].max()) & (rows["indicator"] == first) & (rows["group"] == "all")
    rows.loc[rows.index[chosen][0], "count"] = "900"
    rows.to_csv(file, index=False)
    publish(folder / "set" / "geo", folder / "set" / "data", folder / "home")
    return folder / "home"


def test_a_mahalla_that_rose_a_hundredfold_is_told(risen: Path):
    found = json.loads(said(risen, "--json"))
    assert found["told"]
    first = found["alarms"][0]
    assert first["observed"] >= 900 > first["interval_95"][1]
    assert first["p"] <= 0.05
    snapshot = open_snapshot(risen)
    assert set(first["mahallas"]) <= set(snapshot.mahallas_of(snapshot.region))


@pytest.mark.parametrize("lang", list(Lang))
def test_it_is_said_in_every_language(risen: Path, lang: Lang):
    assert "900" in said(risen, "--lang", lang.value).replace("\N{NO-BREAK SPACE}", "")


def test_where_nothing_rose_it_says_so_and_what_it_does_not_see(tiny_home: Path):
    told = json.loads(said(tiny_home, "--json"))
    words = said(tiny_home, "--lang", "en")
    assert ("nothing has risen" in words) == (told["told"] and not told["alarms"])
    assert ("three quarters at least" in words) == (not told["told"])
