"""Decisions as measures: typed, taken away as CSV and as Excel, brought in by the ordinary door, and all of it is there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from mapping.cli.app import app
from mapping.live.decisions.files import decisions_csv, decisions_workbook
from mapping.live.decisions.form import read_content
from mapping.live.decisions.journal import amend, read_journal, take, withdraw
from mapping.live.decisions.measures import imported, measure_id, measure_rows
from mapping.model.locale import Lang, text
from mapping.model.schemas import MEASURE
from mapping.store import Snapshot, open_snapshot
from tests.conftest import DISTRICTS, MAHALLAS

TODAY = date(2026, 2, 10)
TYPED = {"area": MAHALLAS[3], "post": "head", "deadline": "2026-06-30", "text": "Yoritgich o‘rnatilsin"}
ODD = "=1+1; “Obod” ko‘chasida, 3 ta 'kamera'\t va <b>yoritgich</b> — маъруза"


def keep(home: Path, **changes: object) -> str:
    return take(home, read_content({**TYPED, **changes}, open_snapshot(home), today=TODAY)).id


def rows_of(home: Path, lang: Lang = Lang.UZ) -> pd.DataFrame:
    return measure_rows(open_snapshot(home), read_journal(home).versions.values(), lang).set_index("id")


def bring(home: Path, file: Path) -> Snapshot:
    """By the commands that docs/meeting.md names."""
    runner, asked = CliRunner(), ["--lang", "en", "--home", str(home)]
    checked = runner.invoke(app, ["check", str(file), "--kind", "measures", "--lang", "en"])
    assert checked.exit_code == 0, checked.output
    done = runner.invoke(app, ["import", str(file), "--publish", *asked])
    assert done.exit_code == 0, done.output
    return open_snapshot(home)


def written(home: Path, kind: str, lang: Lang, folder: Path) -> Path:
    snapshot = open_snapshot(home)
    rows = measure_rows(snapshot, read_journal(home).versions.values(), lang)
    file = folder / f"decisions-{lang}.{kind}"
    if kind == "xlsx":
        file.write_bytes(decisions_workbook(snapshot, rows, lang, title="Qarorlar", made=TODAY))
    else:
        file.write_bytes(decisions_csv(snapshot, rows, lang, separator=";"))
    return file


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("lang", list(Lang))
def test_the_whole_round(own_home: Path, tmp_path: Path, kind: str, lang: Lang) -> None:
    keep(own_home, text=ODD, factor="alcohol", sector="sector_1", target_group="youth", seven_member="youth_leader")
    keep(own_home, area=DISTRICTS[1], mahallas=[MAHALLAS[4], MAHALLAS[5]], post="Tuman elektr tarmog‘i boshlig‘i")
    before = rows_of(own_home, lang)
    snapshot = bring(own_home, written(own_home, kind, lang, tmp_path))
    after = snapshot.measures(snapshot.region).set_index("id").loc[before.index]
    pd.testing.assert_frame_equal(after, before, check_dtype=False)
    assert after["text"].iloc[0] == " ".join(ODD.split())
    assert (
        after["text"].iloc[1].endswith(f"({text('column.district_post_name', lang)}: Tuman elektr tarmog‘i boshlig‘i)")
    )
    assert set(after["deadline"]) == {pd.Timestamp("2026-06-30")}
    assert (after["region_post"].iloc[0], after["region_agency"].iloc[0]) == ("head", "iib")
    assert all(imported(snapshot, one) for one in read_journal(own_home).latest)


def test_a_row_for_each_mahalla_chosen_and_none_for_a_wider_area(own_home: Path) -> None:
    keep(own_home, area=DISTRICTS[0])
    assert rows_of(own_home).empty
    one = keep(own_home, area=DISTRICTS[0], mahallas=[MAHALLAS[2], MAHALLAS[0]])
    found = rows_of(own_home)
    assert found.index.tolist() == [measure_id(one, MAHALLAS[0]), measure_id(one, MAHALLAS[2])]
    assert found["status"].tolist() == ["planned", "planned"]
    assert rows_of(own_home).reset_index().columns.tolist() == MEASURE.names


def test_the_post_stands_at_the_level_where_it_sits(own_home: Path) -> None:
    keep(own_home, post="chair", area=MAHALLAS[0])
    keep(own_home, post="head", area=MAHALLAS[1])
    keep(own_home, post="deputy", area=MAHALLAS[2])
    keep(own_home, post="", agency="hokimlik", area=MAHALLAS[3])
    found = rows_of(own_home).astype("object").where(lambda frame: frame.notna(), "")
    columns = ["seven_member", "district_agency", "district_post", "region_agency", "region_post"]
    assert found[columns].to_numpy().tolist() == [
        ["chair", "", "", "", ""],
        ["", "", "", "iib", "head"],
        ["", "hokimlik", "deputy", "", ""],
        ["", "hokimlik", "", "", ""],
    ]


def test_withdrawn_before_it_was_imported_leaves_nothing(own_home: Path) -> None:
    withdraw(own_home, keep(own_home))
    assert rows_of(own_home).empty


def test_imported_again_it_keeps_how_it_stands_and_what_was_withdrawn_is_cancelled(
    own_home: Path, tmp_path: Path
) -> None:
    chosen = [MAHALLAS[0], MAHALLAS[1]]
    one, other = keep(own_home, area=DISTRICTS[0], mahallas=chosen), keep(own_home, area=MAHALLAS[6])
    bring(own_home, written(own_home, "csv", Lang.RU, tmp_path))
    done = tmp_path / "done.csv"
    rows = rows_of(own_home).loc[[measure_id(one, MAHALLAS[0])]].reset_index()
    rows = rows.assign(status="done", progress=100, done_on="2026-03-01", result="Bajarildi")
    rows.to_csv(done, index=False, date_format="%Y-%m-%d")
    bring(own_home, done)
    changed = read_content({**TYPED, "area": DISTRICTS[0], "mahallas": [MAHALLAS[0]], "text": "Yangi matn"},
                           open_snapshot(own_home), today=TODAY)  # fmt: skip
    amend(own_home, one, 1, changed)
    withdraw(own_home, other)
    snapshot = bring(own_home, written(own_home, "xlsx", Lang.UZ, tmp_path))
    after = snapshot.measures(snapshot.region).set_index("id")
    kept = after.loc[measure_id(one, MAHALLAS[0])]
    assert (kept["text"], kept["status"], kept["progress"], kept["result"]) == ("Yangi matn", "done", 100, "Bajarildi")
    assert kept["done_on"] == pd.Timestamp("2026-03-01")
    assert after.loc[measure_id(one, MAHALLAS[1]), "status"] == "cancelled"
    assert after.loc[measure_id(other, MAHALLAS[6]), "status"] == "cancelled"


def test_files_of_invented_data_say_so(own_home: Path, tmp_path: Path) -> None:
    keep(own_home)
    for lang in Lang:
        assert text("page.demonstration", lang) in written(own_home, "csv", lang, tmp_path).read_text("utf-8-sig")
