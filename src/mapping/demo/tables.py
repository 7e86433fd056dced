"""The data tables of the demonstration, written to `data/` from the areas and a seed; the same seed, the same bytes."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from mapping.demo import faults, findings, incidents, people
from mapping.demo.duties import assignments, post_terms
from mapping.demo.faults import Faults
from mapping.demo.lists import AGENCIES, FACTORS, INDICATORS, SECTORS, SERIES, SOURCE, TOTAL
from mapping.demo.measures import AS_OF, measure_rows
from mapping.demo.people import GROUPS, Flags, Ground
from mapping.demo.planted import History, Line, Planter
from mapping.demo.projection import Ints
from mapping.measures.gaps import CONCERNED
from mapping.measures.progress import State, tally, with_state
from mapping.model import schemas
from mapping.model.locale import Lang
from mapping.stats.excess import above_usual
from mapping.store.frames import typed

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
        schemas.INDICATOR.name: _indicator_rows(),
        schemas.TERM.name: _term_rows(),
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


def list_tables() -> dict[str, pd.DataFrame]:
    """The indicators and terms of official use, by schema name and in its types; no source is named."""
    rows = {schemas.INDICATOR: _indicator_rows().assign(source=None), schemas.TERM: _term_rows()}
    return {table.name: typed(frame.replace({"": None}), table) for table, frame in rows.items()}


def _indicator_rows() -> pd.DataFrame:
    rows = [
        {"code": indicator.code, "part_of": indicator.part_of, "higher_is_worse": 1, "source": SOURCE}
        | {f"name_{writing}": name for writing, name in asdict(indicator.names).items()}
        | {f"definition_{writing}": text for writing, text in asdict(indicator.definition).items()}
        for indicator in INDICATORS
    ]
    return pd.DataFrame(rows)


def _term_rows() -> pd.DataFrame:
    rows = [
        {"kind": term.kind.value, "code": term.code}
        | {f"name_{writing}": name for writing, name in asdict(term.names).items()}
        for term in (*FACTORS, *SECTORS, *AGENCIES, *post_terms())
    ]
    return pd.DataFrame(rows)


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
    return _SOURCES.format(
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


_SOURCES = """\
# Where the figures of the demonstration come from

**Every figure in this folder is invented.** No table was taken from any office; nothing here says anything
about a real mahalla, its people or its officials. Posts are named, persons never. Boundaries: see
`geo/SOURCES.md`.

The tables are drawn from random numbers with seed {seed} for {mahallas} mahallas; the same areas and the same
seed give the same bytes. What is real is only the shape of things, from public sources of 2025 and 2026: about
4,170 people and 4 crimes a year in a mahalla, the share of red (16.5 %) and yellow (48 %) mahallas, the lists of
indicators, agencies and members of the mahalla seven, and the rule that every mahalla with a crime in the year
before has measures in each quarter.

| file | how it was made |
|---|---|
| population.csv | lognormal, more people in towns; growth about 1.5 % a year; shares of groups differ by place |
| statistics.csv | crimes are Poisson given the true relative risk; kinds, groups and preventable crimes are parts of the total |
| truth/true_risks.csv | the true relative risk of each mahalla (mean 1) and its planted cluster, for tests; not published |
| categories.csv | from the crimes of the year before, drawn to the mean, with part of the true risk and noise; 2021 and 2022 from crimes that no table shows |
| factors.csv | drawn from the factors usual behind each kind of crime, with a leaning of each mahalla |
| assignments.csv | every agency in the region and districts; 4 to 9 agencies in each mahalla; an owner for red ones by their years in red |
| measures.csv | one or two a quarter, answering the mahalla's main factors, and more where crime by a group is above what is usual; as they stand on {as_of}; without any effect on crime |
| indicators.csv, terms.csv | names written for the demonstration after official terms |

True risk: {clusters} clusters of neighbouring mahallas have a relative risk of 2 to 3; elsewhere it is a smooth
field times a gamma of shape 8, somewhat higher in towns. Two districts and sector 4 are behind with measures.

## Faults planted on purpose

Each in a mahalla of its own; rows are counted with the head as line 1.

{faults}

## Gaps planted on purpose

Each is found by its rule of `riskmap`'s gaps, in a mahalla of its own but for the post with too many mahallas. Nothing
else is found, but for the measures that are overdue. Crime by a group above what is usual always has its measures,
every first measure answers the main factor, and every red mahalla has an owner of the tier that its years ask for.

{gaps}

Overdue on {as_of}: {overdue} of {measures} measures.
"""
