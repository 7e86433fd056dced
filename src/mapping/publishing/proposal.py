"""A proposal: the files examined, and the whole dataset as it would be with them."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from mapping.model.kinds import FileKind
from mapping.model.levels import Level
from mapping.model.locale import Lang
from mapping.model.problems import Problem, Refused
from mapping.model.schemas import AREA, DATA_TABLES, STATISTIC, Form, Table
from mapping.publishing.areas import differs, put_over
from mapping.publishing.base import Base
from mapping.publishing.blanks import filled_in
from mapping.reading import read_dataset
from mapping.reading.events.detection import brings_boundaries
from mapping.reading.examination import examine_apart
from mapping.reading.files.apart import apart
from mapping.reading.geojson_file import FILES
from mapping.reading.info_file import INFO_FILE
from mapping.reading.matching import Reference, shipped_reference
from mapping.reading.registry import Severity, declare
from mapping.reading.report import Report
from mapping.reading.request import Request
from mapping.reading.specification import rule_of
from mapping.reading.tables.profile_shelf import keep_profile
from mapping.store import Dataset, Source

CONTRADICTION = declare(
    "files_contradict",
    Severity.MUST,
    "11.1",
    "Two files brought together do not give different values for the same thing.",
)
NOTHING_TO_SHOW = declare(
    "import_without_areas", Severity.MUST, "11.2", "There are boundaries: published before, or among the files."
)


OUTLINE_DIFFERS = declare(
    "outline_differs",
    Severity.SHOULD,
    "11.2",
    "An area that has parts has their outline; one that was brought beside them is compared with it, and that is told.",
)


@dataclass(frozen=True)
class Item:
    """A file that was brought, and what it came to. The file may be gone since: of one that may be published `source` is kept."""

    path: Path
    report: Report
    source: Source | None = None


@dataclass(frozen=True)
class Proposal:
    """The dataset with the files put over the base, checked as a whole; nothing is published yet.

    `kept` tells of published values that stay where the files are blank.
    """

    base: Base
    items: Sequence[Item]
    dataset: Dataset
    kept: Sequence[Problem] = ()

    def open_questions(self, accepted: Collection[str] = ()) -> list[Problem]:
        """What a person has to agree to before this is published, by rule, without what was accepted."""
        asked = [*(problem for item in self.items for problem in item.report.asked), *self.kept]
        return [problem for problem in asked if rule_of(problem) not in accepted]


def examine_files(
    paths: Sequence[Path],
    base: Base,
    request: Request | None = None,
    *,
    constants: Mapping[Path, Mapping[str, str]] | None = None,
    tell: Callable[[Path], None] = lambda _: None,
    waiting: Callable[[], None] = lambda: None,
) -> list[Item]:
    """Examine files that belong together: boundaries first, so that tables may name the areas they bring.

    In the order given. The request holds for every file, its reference aside, which is made of the base; `constants` are
    more of them by path. `tell` is called with each file before it is read, `waiting` several times a second while it is; what
    that raises ends the work. Each file is read in a process of its own, within the bounds of docs/data-spec.md, 1.11.
    """
    known = _reference(base.areas)
    asked = replace(request or Request(), reference=known)
    found: dict[Path, Item] = {}
    for is_boundaries in (True, False):
        for path in paths:
            if _is_boundaries(path) is is_boundaries:
                tell(path)
                own = {**asked.constants, **(constants or {}).get(path, {})}
                report = examine_apart(path, replace(asked, constants=own), waiting=waiting)
                found[path] = Item(path, report, Source.of_file(path.name, path) if report.publishable else None)
                if is_boundaries and report.publishable:
                    asked = replace(asked, reference=_beside(known, _put_over(base, found.values())))
        if is_boundaries and found:
            areas = _put_over(base, found.values())
            asked = replace(asked, reference=_reference(areas))
            found = {path: _compared(item, areas) for path, item in found.items()}
    return [found[path] for path in paths]


def _put_over(base: Base, items: Iterable[Item]) -> gpd.GeoDataFrame:
    """The areas of the base with the boundaries of the files put over them."""
    taken = [item for item in items if item.report.publishable]
    moved = {code: outline for item in taken for code, outline in item.report.moved.items()}
    return put_over(base.areas, _boundaries(taken), moved)


def _beside(known: Reference, areas: gpd.GeoDataFrame) -> Reference:
    """What the next file of boundaries is held against: areas that were brought are its neighbours, and bind nobody as parents."""
    wider = areas[areas["level"] != Level.MAHALLA]
    changed = {
        code
        for code, outline in zip(wider["code"], wider.geometry, strict=True)
        if code not in known.published or not shapely.equals(known.outlines[code], outline)
    }
    kept = areas.assign(geometry=[known.outlines.get(code, outline) if code in changed else outline
                                  for code, outline in zip(areas["code"], areas.geometry, strict=True)])  # fmt: skip
    drawn = known.with_areas(kept)
    return replace(drawn, rough=drawn.rough | {code for code in changed if code not in known.published})


def _compared(item: Item, areas: gpd.GeoDataFrame) -> Item:
    """The file with what its outlines of areas that have parts differ from these parts together: theirs are taken."""
    frame = item.report.frame
    if item.report.kind != FileKind.BOUNDARIES or not isinstance(frame, gpd.GeoDataFrame):
        return item
    parents = set(areas["parent"].fillna(""))
    outlines = dict(zip(areas["code"], areas.geometry, strict=True))
    divided = frame[frame["code"].isin(parents)]
    told = [
        Problem(
            item.path.name, OUTLINE_DIFFERS, int(row), "geometry", f"{name} ({code})", differs(outline, outlines[code])
        )
        for row, name, code, outline in divided[["row", "name", "code", "geometry"]].itertuples(index=False)
        if not shapely.equals(outline, outlines[code])
    ]
    if not told:
        return item
    return replace(item, report=replace(item.report, problems=[*item.report.problems, *told]))


def _is_boundaries(path: Path) -> bool:
    try:
        return apart(partial(brings_boundaries, path), path)
    except Refused:
        return False


def _reference(areas: gpd.GeoDataFrame) -> Reference:
    return shipped_reference() if areas.empty else shipped_reference().with_areas(areas)


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

    Raises Refused when a file was refused, files contradict each other, or the whole breaks a rule.
    """
    problems = [problem for item in items for problem in [*item.report.refused, *_too_wide(item)]]
    if problems:
        raise Refused(problems)
    areas = _put_over(base, items)
    if areas.empty:
        raise Refused([Problem(items[0].path.name if items else "", NOTHING_TO_SHOW)])
    kept: list[Problem] = []
    tables = {
        table.name: _with_rows(table, base.tables[table.name], items, None if replace_by_blank else kept)
        for table in DATA_TABLES
    }
    with tempfile.TemporaryDirectory(prefix="riskmap-") as folder:
        _write_areas(Path(folder), areas)
        for table in DATA_TABLES:
            _write_table(Path(folder), table, tables[table.name])
        info = _info(areas, base, as_of=as_of, title=title, demonstration=demonstration)
        (Path(folder) / INFO_FILE).write_text(info, encoding="utf-8")
        dataset = read_dataset(Path(folder), Path(folder))
    brought = tuple(item.source for item in items if item.source)
    remarks = (*(problem for item in items for problem in item.report.warnings), *kept)
    return Proposal(base, items, replace(dataset, sources=(*dataset.sources, *brought), remarks=remarks), kept)


def _too_wide(item: Item) -> list[Problem]:
    """The refusal of figures by district that could be read, but no dataset holds."""
    wide = [problem for problem in item.report.warnings if problem.rule == "figures_above_mahallas"]
    return [replace(problem, rule="figures_of_districts") for problem in wide]


def _boundaries(items: Iterable[Item]) -> list[gpd.GeoDataFrame]:
    frames = [
        item.report.frame for item in items if item.report.kind == FileKind.BOUNDARIES and item.report.publishable
    ]
    return [frame for frame in frames if isinstance(frame, gpd.GeoDataFrame) and len(frame)]


def _with_rows(table: Table, rows: pd.DataFrame, items: Sequence[Item], kept: list[Problem] | None) -> pd.DataFrame:
    """The table with the rows of every file of its kind; a row brought takes the place of the one with its key.

    With `kept`, to which is added what is told of it, a blank takes the place of nothing.
    """
    key = list(table.key)
    brought: list[pd.DataFrame] = []
    for item in items:
        frame = item.report.frame
        if frame is None or item.report.kind is None or _table_of(FileKind(item.report.kind)) is not table:
            continue
        new = frame[[name for name in table.names if name in frame.columns]].reindex(columns=table.names)
        _require_agreement(item, new, brought, table)
        brought.append(new if kept is None else filled_in(new, rows, table, item.path.name, kept))
    if not brought:
        return rows
    whole = pd.concat([rows, *(one.astype(rows.dtypes.to_dict()) for one in brought)], ignore_index=True)
    return whole.drop_duplicates(key, keep="last", ignore_index=True)


def _table_of(kind: FileKind) -> Table | None:
    return STATISTIC if kind is FileKind.EVENTS else kind.table


def _require_agreement(item: Item, new: pd.DataFrame, before: Sequence[pd.DataFrame], table: Table) -> None:
    """Raises Refused naming the first rows in which this file and an earlier one say different things."""
    key = list(table.key)
    values = [name for name in table.names if name not in key]
    for earlier in before:
        both = earlier.merge(new, on=key, suffixes=("_one", "_other"))
        differs = pd.Series(False, index=both.index)
        for name in values:
            one, other = both[f"{name}_one"], both[f"{name}_other"]
            differs |= (one.astype("str") != other.astype("str")) & ~(one.isna() & other.isna())
        if differs.any():
            rows = both.loc[differs, key].head(20).astype("str").agg(" ".join, axis=1)
            raise Refused([Problem(item.path.name, CONTRADICTION, None, ", ".join(key), row) for row in rows])


def _write_areas(folder: Path, areas: gpd.GeoDataFrame) -> None:
    for level, name in FILES.items():
        part = areas[areas["level"] == level]
        features = [
            {
                "type": "Feature",
                "properties": {column: _text(row[column]) for column in AREA.names},
                "geometry": json.loads(shapely.to_geojson(row["geometry"])),
            }
            for row in part.to_dict("records")
        ]
        written = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
        (folder / name).write_text(written, encoding="utf-8")


def _write_table(folder: Path, table: Table, rows: pd.DataFrame) -> None:
    """The table in the form of docs/data-format.md."""
    flags = {column.name: rows[column.name].astype(int) for column in table.columns if column.form is Form.FLAG}
    rows.assign(**flags).to_csv(folder / table.file, index=False, columns=table.names, date_format="%Y-%m-%d")


def _text(value: object) -> str | None:
    """A property of a feature; nothing where there is none."""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return str(value) if isinstance(value, str) and value else None


def _info(
    areas: gpd.GeoDataFrame, base: Base, *, as_of: date | None, title: str | None, demonstration: bool | None
) -> str:
    """`dataset.toml`: what the base says, except for what is asked for."""
    regions = areas[areas["level"] == Level.REGION]
    named = regions.iloc[0]
    names = {Lang.UZ: "name_uz_latn", Lang.UZ_CYRL: "name_uz_cyrl", Lang.RU: "name_ru", Lang.EN: "name_en"}
    titles = {
        lang: title or (base.info.title[lang] if base.info else named[names[lang]] or named["name_uz_latn"])
        for lang in Lang
    }
    invented = demonstration if demonstration is not None else bool(base.info and base.info.demonstration)
    day = as_of or (base.info.as_of if base.info else date.today())
    region = base.info.region if base.info and base.info.region in set(regions["code"]) else named["code"]
    lines = [f"region = {json.dumps(region)}", f"as_of = {day.isoformat()}", f"demonstration = {str(invented).lower()}"]
    lines += [
        "[title]",
        *(f"{json.dumps(str(lang))} = {json.dumps(titles[lang], ensure_ascii=False)}" for lang in Lang),
    ]
    return "\n".join(lines) + "\n"


def keep_profiles(home: Path, items: Iterable[Item]) -> list[str]:
    """Keep the profiles of files that were read without one, and return their names. Raises PublisherBusy, NotWritten."""
    return [keep_profile(home, item.report.keeps) for item in items if item.report.keeps is not None]
