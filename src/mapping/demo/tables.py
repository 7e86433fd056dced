"""The data tables of the demonstration, written to `data/` from the areas and a seed; the same seed, the same bytes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from mapping.demo import faults, findings, incidents, people
from mapping.demo.duties import assignments
from mapping.demo.faults import Faults
from mapping.demo.lists import SERIES, SOURCE, TOTAL
from mapping.demo.measures import AS_OF, measure_rows
from mapping.demo.people import GROUPS, Flags, Ground
from mapping.demo.planted import History, Line, Planter
from mapping.demo.projection import Ints
from mapping.demo.words import words
from mapping.measures.gaps import CONCERNED
from mapping.measures.progress import State, tally, with_state
from mapping.model import schemas
from mapping.model.lists import official_rows
from mapping.model.locale import Lang
from mapping.stats.excess import above_usual

TRUTH = "truth/true_risks.csv"
_TITLES = {
    Lang.UZ: ("name_uz_latn", "namoyish ma’lumotlari"),
    Lang.UZ_CYRL: ("name_uz_cyrl", "намойиш маълумотлари"),
    Lang.RU: ("name_ru", "демонстрационные данные"),
    Lang.EN: ("name_en", "demonstration data"),
}


@dataclass(frozen=True)
class Demonstration:
    """Every table by its name in the schemas, the true risks, and the faults and gaps planted."""

    tables: dict[str, pd.DataFrame]
    truth: pd.DataFrame
    faults: Faults
    gaps: tuple[Line, ...]


def write_tables(data: Path, areas: gpd.GeoDataFrame, *, seed: int) -> None:
    """Write tables, dataset.toml, SOURCES.md and truth/true_risks.csv into `data`.

    `areas`: all levels with code, parent, level, names and geometry in degrees (EPSG:4326).
    """
    ground = people.ground_of(areas)
    made = make_tables(ground, seed=seed)
    (data / TRUTH).parent.mkdir(parents=True, exist_ok=True)
    for table in schemas.DATA_TABLES:
        _write_csv(data / table.file, made.tables[table.name], table.names)
    _write_csv(data / TRUTH, made.truth, list(made.truth.columns))
    _write_text(data / "dataset.toml", _info(ground))
    _write_text(data / "SOURCES.md", _sources(ground, made, seed))


def make_tables(ground: Ground, *, seed: int) -> Demonstration:
    """Draw everything; each part has a stream of random numbers of its own."""
    streams = [np.random.default_rng([seed, part]) for part in range(10)]
    number = len(ground.codes)
    inhabitants = people.population(streams[0], ground)
    risk = incidents.true_risk(streams[1], ground, inhabitants)
    counts = incidents.counts(streams[2], ground, inhabitants, risk)
    planted = faults.planned(streams[3], ground, counts[:, :, incidents.TOTAL_SERIES])
    empty, absent = faults.empty_cells(planted, number), faults.absent_cells(planted, number)
    yearly = incidents.by_year(counts, ~(empty | absent))
    before = incidents.crimes_before(streams[4], inhabitants, risk)
    history = np.column_stack([before, yearly[:, :2, incidents.TOTAL_SERIES]])
    category = np.column_stack(
        [
            findings.categories_before(streams[8], inhabitants, risk),
            findings.categories(streams[4], history, inhabitants, risk),
        ]
    )
    red_years = findings.red_in_a_row(category)
    cases = findings.factor_cases(streams[5], yearly[:, :, incidents.KIND_SERIES])
    above = _above_usual(yearly, inhabitants, planted.no_people)
    gaps = Planter(
        streams[9],
        ground,
        History(red_years, cases[:, 1], above[:, 1]),
        faults.without_missed(measure_rows(streams[6], ground, cases, above), ground, planted),
        assignments(streams[7], ground, red_years),
        taken=(*planted.empty, planted.absent, planted.no_people, planted.no_measure),
    ).plant()
    statistics = incidents.statistic_rows(ground, counts, empty, absent)
    tables = {
        schemas.INDICATOR.name: pd.DataFrame(official_rows(schemas.INDICATOR)).assign(source=SOURCE),
        schemas.TERM.name: pd.DataFrame(official_rows(schemas.TERM)),
        schemas.STATISTIC.name: faults.with_stray_row(statistics, planted),
        schemas.POPULATION.name: people.population_rows(ground, inhabitants, planted.no_people),
        schemas.CATEGORY.name: findings.category_rows(ground, category),
        schemas.FACTOR.name: findings.factor_rows(ground, cases),
        schemas.ASSIGNMENT.name: gaps.assignments,
        schemas.MEASURE.name: gaps.measures,
    }
    return Demonstration(tables, incidents.truth_rows(ground, risk), planted, tuple(gaps.lines))


def _above_usual(yearly: Ints, inhabitants: Ints, no_people: int) -> Flags:
    """Where crime by each group of CONCERNED was above what is usual: n × 3 years × 3 groups."""
    found = np.zeros((len(yearly), yearly.shape[1], len(CONCERNED)), dtype=bool)
    for at, group in enumerate(CONCERNED):
        series, people = SERIES.index((TOTAL, group)), inhabitants[:, :, GROUPS.index(group)].astype(float)
        people[no_people] = np.nan
        for year in range(yearly.shape[1]):
            count = pd.Series(yearly[:, year, series], dtype="float64")
            found[:, year, at] = above_usual(count, pd.Series(people[:, year]))["above"]
    return found


def _info(ground: Ground) -> str:
    """dataset.toml; a JSON text is a TOML text too."""
    lines = [f'region = "{ground.region}"', f"as_of = {AS_OF.isoformat()}", "demonstration = true", "", "[title]"]
    for lang, (column, ending) in _TITLES.items():
        name = ground.region_names.get(column) or ground.region_names["name_uz_latn"]
        lines.append(f'"{lang.value}" = {json.dumps(f"{name}: {ending}", ensure_ascii=False)}')
    return "\n".join(lines) + "\n"


def _sources(ground: Ground, made: Demonstration, seed: int) -> str:
    statistics = made.tables[schemas.STATISTIC.name]
    stray_line = int(np.flatnonzero(statistics["area"] == made.faults.stray)[0]) + 2
    lines = [("file", "area", "where", "what"), ("---",) * 4, *faults.fault_lines(ground, made.faults, stray_line)]
    gaps = [
        ("rule", "area", "where", "what"),
        ("---",) * 4,
        ("no_measure", *faults.fault_lines(ground, made.faults, 0)[-1][1:]),
    ]
    measures = made.tables[schemas.MEASURE.name]
    overdue = int(tally(with_state(measures, AS_OF))[State.OVERDUE.value].iloc[0])
    return words("sources.md").format(
        seed=seed,
        mahallas=len(ground.codes),
        clusters=made.truth["cluster"].nunique(),
        faults="\n".join(f"| {' | '.join(line)} |" for line in lines),
        gaps="\n".join(f"| {' | '.join(line)} |" for line in [*gaps, *made.gaps]),
        overdue=overdue,
        measures=len(measures),
        as_of=AS_OF.isoformat(),
    )


def _write_csv(path: Path, frame: pd.DataFrame, columns: list[str]) -> None:
    frame.to_csv(path, columns=columns, index=False, lineterminator="\n", encoding="utf-8")


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
