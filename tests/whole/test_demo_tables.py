"""The invented tables: what must add up, what must be there, and that faults are exactly those that SOURCES.md lists."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from mapping.demo.actions import ACTIONS, ACTIONS_PER_FACTOR
from mapping.demo.duties import POSTS, district_post, region_post
from mapping.demo.findings import CODES
from mapping.demo.lists import AGENCIES, FACTORS, INDICATORS, KINDS, SECTORS, TOTAL
from mapping.demo.tables import write_tables
from mapping.measures.progress import State, with_state
from mapping.model.schemas import DATA_TABLES

DATA = Path(__file__).parents[2] / "data"
AS_OF = date(2026, 1, 15)
KEYS = ["area", "period"]


def square_areas() -> gpd.GeoDataFrame:
    """A region of two districts, each of 10 x 10 square mahallas."""
    rows = [("1710", "", "region", "Sinov viloyati", box(65, 38, 66, 38.5))]
    for at, district in enumerate(("1710212", "1710401")):
        west = 65 + at / 2
        rows.append((district, "1710", "district", f"Tuman {at}", box(west, 38, west + 0.5, 38.5)))
        for number in range(100):
            x, y = west + number % 10 / 20, 38 + number // 10 / 20
            code = f"{district}{number + 1:03d}"
            rows.append(
                (code, district, "mahalla", f"Bog‘ {number % 99}", box(*np.round((x, y, x + 0.05, y + 0.05), 5)))
            )
    frame = pd.DataFrame(rows, columns=["code", "parent", "level", "name_uz_latn", "geometry"])
    return gpd.GeoDataFrame(frame.assign(name_uz_cyrl="Ном", name_ru="Имя", name_en=""), crs="EPSG:4326")


def read(folder: Path, file: str) -> pd.DataFrame:
    frame = pd.read_csv(folder / file, dtype="str", keep_default_na=False)
    counted = [name for name in ("count", "people", "cases", "progress", "year") if name in frame.columns]
    return frame.assign(**{name: pd.to_numeric(frame[name].replace("", pd.NA)).astype("Int64") for name in counted})


def listed_faults(folder: Path) -> set[tuple[str, str, str]]:
    """File, area and place of each row of the table of faults in SOURCES.md."""
    rows = [line.strip("| ").split(" | ") for line in (folder / "SOURCES.md").read_text(encoding="utf-8").splitlines()]
    return {(row[0], row[1], row[2]) for row in rows if len(row) == 4 and row[0].endswith(".csv")}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    write_tables(folder, square_areas(), seed=7)
    return folder


@pytest.fixture(scope="module", params=["small", "committed"])
def folder(request: pytest.FixtureRequest, small: Path) -> Path:
    return small if request.param == "small" else DATA


@pytest.fixture(scope="module")
def statistics(folder: Path) -> pd.DataFrame:
    return read(folder, "statistics.csv")


@pytest.fixture(scope="module")
def crimes(statistics: pd.DataFrame) -> pd.DataFrame:
    """Crimes in total of everyone, with their year."""
    rows = statistics[(statistics["indicator"] == TOTAL) & (statistics["group"] == "all")]
    return rows.assign(year=rows["period"].str[:4].astype(int))


def mahallas(folder: Path) -> set[str]:
    return set(read(folder, "truth/true_risks.csv")["code"])


def test_files_have_the_columns_of_the_schemas_and_no_key_twice(folder: Path) -> None:
    for table in DATA_TABLES:
        frame = pd.read_csv(folder / table.file, dtype="str", keep_default_na=False)
        assert set(frame.columns) == set(table.names)
        assert not frame.duplicated(list(table.key)).any(), table.file


def test_files_are_utf8_without_a_mark_and_with_line_feeds_only(folder: Path) -> None:
    for path in folder.rglob("*.*"):
        content = path.read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in content
        content.decode("utf-8")


def test_kinds_add_up_to_the_total_and_the_preventable_are_part_of_it(statistics: pd.DataFrame) -> None:
    everyone = statistics[statistics["group"] == "all"].dropna(subset="count")
    wide = everyone.pivot_table(index=KEYS, columns="indicator", values="count", aggfunc="sum").dropna()
    assert (wide[list(KINDS)].sum(axis=1) == wide[TOTAL]).all()
    assert (wide["preventable"] <= wide[TOTAL]).all()


def test_crimes_by_a_group_are_no_more_than_all(statistics: pd.DataFrame) -> None:
    wide = (
        statistics[statistics["indicator"] == TOTAL].pivot_table(index=KEYS, columns="group", values="count").dropna()
    )
    for group in ("youth", "women", "unemployed"):
        assert (wide[group] <= wide["all"]).all()
        assert wide[group].sum() > 0


def test_people_of_a_group_are_fewer_than_all(folder: Path) -> None:
    wide = read(folder, "population.csv").pivot_table(index=["area", "year"], columns="group", values="people").dropna()
    for group in ("youth", "women", "unemployed"):
        assert ((wide[group] > 0) & (wide[group] < wide["all"])).all()


def test_a_mahalla_has_4_crimes_a_year_and_4170_people(folder: Path, crimes: pd.DataFrame) -> None:
    number = len(mahallas(folder))
    assert crimes["count"].sum() / number / 3 == pytest.approx(4, rel=0.06)
    people = read(folder, "population.csv").query("group == 'all' and year == 2025")["people"]
    assert people.mean() == pytest.approx(4170, rel=0.02)


def test_cases_of_factors_are_no_more_than_the_crimes_of_the_year(folder: Path, crimes: pd.DataFrame) -> None:
    factors = read(folder, "factors.csv").groupby(["area", "year"])["cases"].agg(["sum", "size", "min"])
    yearly = crimes.groupby(["area", "year"])["count"].sum()
    known = yearly[yearly.index.get_level_values("area").isin(mahallas(folder)) & (yearly > 0)]
    assert set(factors.index) == set(known.index)
    assert (factors["sum"] <= known.reindex(factors.index)).all()
    assert factors["size"].between(1, 4).all()
    assert (factors["min"] > 0).all()


def test_a_sixth_of_the_mahallas_is_red_and_some_stay_so_for_three_and_five_years(folder: Path) -> None:
    categories = read(folder, "categories.csv")
    red = categories[categories["category"] == "red"]
    number = len(mahallas(folder))
    assert red.groupby("year").size().tolist() == [round(number * 137 / 832)] * 5
    years = red.groupby("area").size().value_counts()
    assert years[3] > 0
    assert years[5] > 0
    assert years[1] > 0


def test_clusters_are_neighbours_with_a_risk_of_2_to_3_and_the_mean_is_1(folder: Path) -> None:
    truth = read(folder, "truth/true_risks.csv")
    risk = truth["relative_risk"].astype(float)
    inside = truth["cluster"] != ""
    assert risk[inside].between(2, 3).all()
    assert truth[inside].groupby("cluster").size().between(10, 40).all()
    assert risk.mean() == pytest.approx(1, abs=0.1)


def test_faults_are_exactly_those_listed(folder: Path, statistics: pd.DataFrame, crimes: pd.DataFrame) -> None:
    found: set[tuple[str, str, str]] = set()
    known = mahallas(folder)
    for line, area in zip(statistics.index[~statistics["area"].isin(known)] + 2, ["stray"], strict=True):
        row = statistics.loc[line - 2]
        assert area == "stray"
        found.add(("statistics.csv", row["area"], f"{row['period']}, line {line}"))
    empty = statistics[statistics["count"].isna()]
    assert empty.groupby(KEYS).size().tolist() == [18] * 3
    found |= {("statistics.csv", area, period) for area, period in empty.groupby(KEYS).size().index}
    every = pd.MultiIndex.from_product([sorted(known), sorted(crimes["period"].unique())])
    found |= {
        ("statistics.csv", area, period) for area, period in every.difference(pd.MultiIndex.from_frame(crimes[KEYS]))
    }
    nobody = read(folder, "population.csv").groupby("area")["people"].count()
    found |= {("population.csv", area, "all years") for area in nobody.index[nobody == 0]}
    found |= {("measures.csv", area, quarter) for area, quarter in _missing_measures(folder, crimes)}
    assert found == listed_faults(folder)
    assert len({area for _, area, _ in found}) == 7


def test_a_mahalla_without_crimes_the_year_before_has_no_measures(folder: Path, crimes: pd.DataFrame) -> None:
    measures = read(folder, "measures.csv")
    needed = _needing_measures(folder, crimes)
    assert set(zip(measures["area"], measures["quarter"], strict=True)) <= needed


def test_deadlines_lie_in_their_quarter_and_states_are_lifelike(folder: Path) -> None:
    measures = with_state(read(folder, "measures.csv"), AS_OF)
    assert (pd.PeriodIndex(pd.to_datetime(measures["deadline"]), freq="Q").astype(str) == measures["quarter"]).all()
    ended = measures[measures["quarter"] < "2026Q1"]
    assert set(ended["state"]) == {State.DONE_IN_TIME, State.DONE_LATE, State.OVERDUE, State.CANCELLED}
    assert (ended["state"] == State.DONE_IN_TIME).mean() > 0.5
    begun = measures[measures["quarter"] == "2026Q1"]
    assert set(begun["state"]) == {State.PLANNED, State.IN_PROGRESS}
    done = measures["status"] == "done"
    assert (measures.loc[done, "done_on"] <= AS_OF.isoformat()).all()
    assert (measures.loc[done, "progress"] == 100).all()
    assert (measures.loc[~done, "done_on"] == "").all()
    assert f"{(measures['state'] == State.OVERDUE).sum()} of {len(measures)} measures" in _sources(folder)


def test_districts_behind_and_sector_4_are_visibly_worse() -> None:
    measures = with_state(read(DATA, "measures.csv"), AS_OF)
    ended = measures[measures["quarter"] < "2026Q1"]
    overdue = (ended["state"] == State.OVERDUE).groupby(ended["area"].str[:7]).mean().sort_values()
    assert set(overdue.index[-2:]) == {"1710212", "1710237"}
    assert (ended["state"] == State.DONE_IN_TIME).groupby(ended["sector"]).mean().idxmin() == "s4"


def test_measures_are_worded_in_a_line(folder: Path) -> None:
    texts = read(folder, "measures.csv")["text"]
    assert texts.str.len().between(70, 130).all()
    assert not texts.str.contains("[{}'`ʻʼ]").any()
    assert texts.nunique() > len(texts) / 3


def test_every_area_has_posts_and_every_district_all_agencies(folder: Path) -> None:
    assignments = read(folder, "assignments.csv")
    alone = {line.split(" | ")[1] for line in _sources(folder).splitlines() if line.startswith("| red_unattended")}
    assert len(alone) == 1
    assert mahallas(folder) - set(assignments["area"]) == alone
    districts = assignments[assignments["area"].str.len() == 7].groupby("area")["agency"].nunique()
    assert (districts == len(AGENCIES)).all()


def test_every_factor_has_actions_and_every_agency_its_posts() -> None:
    assert tuple(ACTIONS) == CODES
    assert {len(actions) for actions in ACTIONS.values()} == {ACTIONS_PER_FACTOR}
    codes = {post.code for post in POSTS}
    assert len(codes) == len(POSTS)
    for agency in AGENCIES:
        assert {district_post(agency.code), region_post(agency.code)} <= codes


def test_names_are_written_in_their_own_letters() -> None:
    named = [entry.names for entry in (*INDICATORS, *FACTORS, *SECTORS, *AGENCIES, *POSTS)]
    named += [indicator.definition for indicator in INDICATORS]
    for names in named:
        assert all(ord(letter) < 0x250 or letter in "‘’–" for letter in names.uz_latn + names.en)
        assert not any(letter in "'`ʻʼ" for letter in names.uz_latn)
        assert not any("a" <= letter.lower() <= "z" for letter in names.uz_cyrl + names.ru)
        assert not set("ғўқҳ") & set(names.ru.lower())
        assert not set("щы") & set(names.uz_cyrl.lower())


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(small: Path, tmp_path: Path) -> None:
    write_tables(tmp_path / "again", square_areas(), seed=7)
    write_tables(tmp_path / "other", square_areas(), seed=8)
    for path in (path for path in small.rglob("*.*") if path.is_file()):
        assert path.read_bytes() == (tmp_path / "again" / path.relative_to(small)).read_bytes()
    assert (small / "statistics.csv").read_bytes() != (tmp_path / "other" / "statistics.csv").read_bytes()


def test_too_few_mahallas_for_the_faults_are_told(tmp_path: Path) -> None:
    areas = square_areas()
    few = areas[(areas["level"] != "mahalla") | areas["code"].str.endswith(("001", "002"))]
    with pytest.raises(ValueError, match="too few"):
        write_tables(tmp_path, few, seed=7)


def test_counts_vary_more_than_by_chance_and_stay_alike_over_the_years(crimes: pd.DataFrame) -> None:
    wide = crimes.groupby(["area", "year"])["count"].sum().reset_index()
    wide = wide.pivot_table(index="area", columns="year", values="count").astype(float).dropna()
    assert (wide.var() / wide.mean() > 1.5).all()
    assert np.corrcoef(wide[2024], wide[2025])[0, 1] > 0.4


def _needing_measures(folder: Path, crimes: pd.DataFrame) -> set[tuple[str, str]]:
    yearly = crimes[crimes["area"].isin(mahallas(folder))].groupby(["area", "year"])["count"].sum()
    with_crimes = yearly.index[yearly > 0]
    plans = {2024: ("2025Q1", "2025Q2", "2025Q3", "2025Q4"), 2025: ("2026Q1",)}
    return {(area, quarter) for area, year in with_crimes for quarter in plans.get(year, ())}


def _missing_measures(folder: Path, crimes: pd.DataFrame) -> set[tuple[str, str]]:
    measures = read(folder, "measures.csv")
    return _needing_measures(folder, crimes) - set(zip(measures["area"], measures["quarter"], strict=True))


def _sources(folder: Path) -> str:
    return (folder / "SOURCES.md").read_text(encoding="utf-8")
