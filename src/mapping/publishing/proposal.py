"""A proposal: the files examined, and the whole dataset as it would be with them."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import geopandas as gpd

from mapping.model.levels import Level
from mapping.model.locale import Lang, name_column
from mapping.model.problems import Problem, Refused
from mapping.model.schemas import DATA_TABLES, INDICATOR, TERM
from mapping.publishing.areas import same_outlines
from mapping.publishing.base import Base
from mapping.publishing.items import Item, areas_with
from mapping.publishing.origins import Origins
from mapping.publishing.rows import brings, put_rows_over
from mapping.reading import checked
from mapping.reading.registry import Severity, declare
from mapping.reading.specification import rule_of
from mapping.store import Dataset, Source

NOTHING_TO_SHOW = declare(
    "import_without_areas",
    Severity.MUST,
    "11.2",
    "There are boundaries of mahallas: published before, or among the files.",
)


@dataclass(frozen=True)
class Proposal:
    """The dataset with the files put over the base, checked as a whole; nothing is published yet.

    `has_same_areas`: no boundaries were brought; `changed` are the tables (schema names) to which rows were; `kept` tells of published values that stay where the
    files are blank.
    """

    base: Base
    items: Sequence[Item]
    dataset: Dataset
    has_same_areas: bool = False
    changed: Collection[str] = ()
    kept: Sequence[Problem] = ()

    def open_questions(self, accepted: Collection[str] = ()) -> list[Problem]:
        """What a person has to agree to before this is published, by rule, without what was accepted."""
        asked = [*(problem for item in self.items for problem in item.report.asked), *self.kept]
        return [problem for problem in asked if rule_of(problem) not in accepted]


def propose(
    items: Sequence[Item],
    base: Base,
    *,
    as_of: date | None = None,
    title: str | None = None,
    demonstration: bool | None = None,
    replace_by_blank: bool = False,
) -> Proposal:
    """Put the files over the base and check the whole by the rules of a dataset.

    A published value stays where a file is blank, unless they are to be replaced.

    Raises Refused when a file was refused, files contradict each other, or the whole breaks a rule: then each problem names
    the file that brought it.
    """
    problems = [problem for item in items for problem in [*item.report.refused, *_too_wide(item)]]
    if problems:
        raise Refused(problems)
    areas = areas_with(base, items)
    if Level.MAHALLA not in set(areas["level"]):
        raise Refused([Problem(items[0].path.name if items else "", NOTHING_TO_SHOW)])
    kept: list[Problem] = []
    stays = None if replace_by_blank else kept
    changed = {
        table.name: put_rows_over(base.tables[table.name], items, table, stays)
        for table in DATA_TABLES
        if any(brings(item, table) for item in items)
    }
    info = _info(areas, base, as_of=as_of, title=title, demonstration=demonstration)
    try:
        rows = {name: whole.rows for name, whole in changed.items()}
        tables = ChainMap(rows, base.tables)  # type: ignore[arg-type]  # of its maps the first alone is ever written
        sound = _sound(base, changed) if areas is base.areas else {}
        dataset = checked(areas, tables, info, fits=same_outlines(base.areas, areas), sound=sound)
    except Refused as refused:
        origins = Origins(areas, changed, items, base.snapshot)
        raise Refused([origins.named(problem) for problem in refused.problems]) from refused
    dataset = replace(dataset, info=replace(dataset.info, seq=base.info.seq if base.info else 0))
    brought = tuple(item.source for item in items if item.source)
    remarks = (*(problem for item in items for problem in item.report.warnings), *kept)
    dataset = replace(dataset, sources=(*dataset.sources, *brought), remarks=remarks)
    return Proposal(base, items, dataset, areas is base.areas, list(changed), kept)


def _sound(base: Base, changed: Collection[str]) -> dict[str, Source]:
    """What of the base, whose areas stay, need not be held against the rules again: nothing where the lists are others."""
    if {INDICATOR.name, TERM.name} & set(changed):
        return {}
    other = {table.file for table in DATA_TABLES if table.name in changed}
    return {file: source for file, source in base.sound.items() if file not in other}


def _too_wide(item: Item) -> list[Problem]:
    """The refusal of figures by district that could be read, but no dataset holds."""
    wide = [problem for problem in item.report.warnings if problem.rule == "figures_above_mahallas"]
    return [replace(problem, rule="figures_of_districts") for problem in wide]


def _info(
    areas: gpd.GeoDataFrame, base: Base, *, as_of: date | None, title: str | None, demonstration: bool | None
) -> dict[str, Any]:
    """What `dataset.toml` would say: as the base has it, except for what is asked for."""
    regions = areas[areas["level"] == Level.REGION]
    named = regions.iloc[0]
    titles = {
        lang: title or (base.info.title[lang] if base.info else named[name_column(lang)] or named["name_uz_latn"])
        for lang in Lang
    }
    return {
        "title": {str(lang): words for lang, words in titles.items()},
        "region": base.info.region if base.info and base.info.region in set(regions["code"]) else named["code"],
        "as_of": as_of or (base.info.as_of if base.info else date.today()),
        "demonstration": demonstration if demonstration is not None else bool(base.info and base.info.demonstration),
    }
