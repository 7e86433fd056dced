"""`docs/data-format.md`, written from the schemas, so that the page people read is what files are checked against."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.model.schemas import AREA, DATA_TABLES, Column, Table
from mapping.reading.info_file import INFO_FILE, keys

_OPENING = """\
# The files of a dataset

A dataset is two folders: `geo/` with three boundary files, `data/` with the tables and `dataset.toml`.
`riskmap publish --geo geo --data data` checks them as a whole and publishes them, or refuses them with the
file, the row, the column, the value and the rule, and leaves what was published as it was. This page is made
from `src/mapping/model/schemas.toml` by `riskmap data-format`; a test holds the two together.

What holds for every table:

- CSV in UTF-8 (with or without BOM), separated by commas, texts with commas or line ends in double quotes.
- The first row is the header: exactly the columns listed here, in any order. A column that is not listed is
  refused, so that nothing about persons enters by accident.
- *Required*: the cell must be filled. Elsewhere an empty cell means "not known". It is never taken as 0.
- Counts are written with digits only: no fraction, no thousands separator, nothing below 0.
- Area codes are texts of digits: 4 for a region, 7 for a district or city, more for a mahalla; a code begins with
  its parent's. Rows are joined to areas by code, never by name. A row whose code is well formed but no area's is
  kept and reported as a figure without an area; it is part of no sum.
- A text holds no control signs but tab and line end: with one, no slides, pictures or workbooks could be written.
- The columns under *One row per* together occur once in a file.
"""
_GEO = """\
Coordinates are longitude and latitude in WGS 84 (EPSG:4326). Each feature is a valid Polygon or MultiPolygon, and
the areas of a level neither overlap nor leave slivers: neighbours share the points of their border. The columns
below are properties of the features; other properties are passed over.
"""


def data_format() -> str:
    """The whole page as Markdown."""
    parts = [_OPENING, _section(AREA, folder="geo", note=_GEO), _info_section()]
    parts += [_section(table, folder="data") for table in DATA_TABLES]
    return "\n".join(parts)


def _section(table: Table, *, folder: str, note: str = "") -> str:
    files = ", ".join(f"`{folder}/{file}`" for file in table.file.split(", "))
    lines = [f"## {files}", "", f"{table.meaning}. One row per: {', '.join(f'`{name}`' for name in table.key)}.", ""]
    lines += [note] if note else []
    lines += ["| column | form | required | meaning |", "|---|---|---|---|"]
    lines += [_row(column) for column in table.columns]
    return "\n".join(lines) + "\n"


def _row(column: Column) -> str:
    required = "yes" if column.required else ""
    return f"| `{column.name}` | {_form(column)} | {required} | {column.meaning} |"


def _form(column: Column) -> str:
    if column.choices:
        return "one of " + ", ".join(f"`{choice}`" for choice in column.choices)
    if column.term is not None:
        return f"{column.form}, kind `{column.term}`"
    return str(column.form)


def _info_section() -> str:
    return "\n".join(_info_lines()) + "\n"


def _info_lines() -> Iterator[str]:
    yield from (f"## `data/{INFO_FILE}`", "", "What the dataset is. Every key is required.", "")
    yield from ("| key | meaning |", "|---|---|")
    yield from (f"| `{key}` | {meaning} |" for key, meaning in keys().items())
    yield from ("", "```toml", 'region = "1710"', "as_of = 2026-01-15", "demonstration = false", "", "[title]")
    yield from ('uz = "Qashqadaryo viloyati"', '"uz-Cyrl" = "Қашқадарё вилояти"')
    yield from ('ru = "Кашкадарьинская область"', 'en = "Kashkadarya region"', "```")
