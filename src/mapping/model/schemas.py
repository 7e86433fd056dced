"""Every table a dataset is made of: each column with its form and its meaning, and what makes a row unique.

`docs/data-format.md` is written from this page, the demonstration data is written to it, and files are
checked against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mapping.model.vocabulary import Category, Group, MeasureStatus, SevenMember, TermKind


class Form(StrEnum):
    """How a cell is written in a file (UTF-8 CSV); every form may be empty unless the column is required."""

    TEXT = "text"
    AREA = "area code"
    COUNT = "whole number from 0"
    YEAR = "year"
    QUARTER = "quarter, as 2025Q4"
    DATE = "date, as 2025-12-31"
    SHARE = "whole number 0 to 100"
    FLAG = "0 or 1"
    CHOICE = "one of a closed list"
    TERM = "a code in terms.csv"
    INDICATOR = "a code in indicators.csv"


@dataclass(frozen=True)
class Column:
    """A column: name in the file, form, meaning in one line."""

    name: str
    form: Form
    meaning: str
    required: bool = True
    choices: tuple[str, ...] = ()
    term: TermKind | None = None


@dataclass(frozen=True)
class Table:
    """A table: its file, columns in file order, and the columns that together occur once."""

    name: str
    file: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]


_NAMES = (
    Column("name_uz_latn", Form.TEXT, "Name in Uzbek, Latin script"),
    Column("name_uz_cyrl", Form.TEXT, "Name in Uzbek, Cyrillic script"),
    Column("name_ru", Form.TEXT, "Name in Russian"),
    Column("name_en", Form.TEXT, "Name in English; empty: the Latin name is shown", required=False),
)
_GROUP = Column("group", Form.CHOICE, "Whose cases or people", choices=tuple(Group))

AREA = Table(
    "area",
    "region.geojson, districts.geojson, mahallas.geojson",
    "Areas with their boundaries (WGS 84); one file per level, one feature per area",
    (
        Column(
            "code",
            Form.AREA,
            "The area's own code: region 4 digits, district 7, mahalla more; begins with the parent's",
        ),
        Column("parent", Form.AREA, "Code of the containing area; empty for the region", required=False),
        *_NAMES,
        Column("valid_from", Form.DATE, "The day from which this boundary holds", required=False),
    ),
    ("code",),
)
INDICATOR = Table(
    "indicator",
    "indicators.csv",
    "What is counted",
    (
        Column("code", Form.TEXT, "Short code, letters, digits and underscore"),
        *_NAMES,
        Column("part_of", Form.INDICATOR, "The total that this kind is a part of", required=False),
        Column("higher_is_worse", Form.FLAG, "1 when more of it is worse"),
        Column("definition_uz_latn", Form.TEXT, "What counts as a case, in Uzbek, Latin script", required=False),
        Column("definition_uz_cyrl", Form.TEXT, "The same in Uzbek, Cyrillic script", required=False),
        Column("definition_ru", Form.TEXT, "The same in Russian", required=False),
        Column("definition_en", Form.TEXT, "The same in English", required=False),
        Column("source", Form.TEXT, "Where the figures come from", required=False),
    ),
    ("code",),
)
TERM = Table(
    "term",
    "terms.csv",
    "Entries of the open lists: factors, sectors, agencies, posts",
    (
        Column("kind", Form.CHOICE, "Which list", choices=tuple(TermKind)),
        Column("code", Form.TEXT, "Short code, unique within its list"),
        *_NAMES,
    ),
    ("kind", "code"),
)
STATISTIC = Table(
    "statistic",
    "statistics.csv",
    "Counts: one row per mahalla, quarter, indicator and group",
    (
        Column("area", Form.AREA, "Code of the mahalla"),
        Column("period", Form.QUARTER, "The quarter counted"),
        Column("indicator", Form.INDICATOR, "What was counted"),
        _GROUP,
        Column("count", Form.COUNT, "Number of cases; empty: no figure. 0 only where zero was counted", required=False),
    ),
    ("area", "period", "indicator", "group"),
)
POPULATION = Table(
    "population",
    "population.csv",
    "People: one row per mahalla, year and group",
    (
        Column("area", Form.AREA, "Code of the mahalla"),
        Column("year", Form.YEAR, "The year"),
        _GROUP,
        Column("people", Form.COUNT, "Number of people; empty: not known", required=False),
    ),
    ("area", "year", "group"),
)
CATEGORY = Table(
    "category",
    "categories.csv",
    "Official category of a mahalla in a year",
    (
        Column("area", Form.AREA, "Code of the mahalla"),
        Column("year", Form.YEAR, "The year it was given for"),
        Column("category", Form.CHOICE, "Red, yellow or green", choices=tuple(Category)),
    ),
    ("area", "year"),
)
FACTOR = Table(
    "factor",
    "factors.csv",
    "Factors found behind the crimes of a mahalla in a year",
    (
        Column("area", Form.AREA, "Code of the mahalla"),
        Column("year", Form.YEAR, "The year studied"),
        Column("factor", Form.TERM, "The factor", term=TermKind.FACTOR),
        Column("cases", Form.COUNT, "Crimes in which it was found"),
    ),
    ("area", "year", "factor"),
)
ASSIGNMENT = Table(
    "assignment",
    "assignments.csv",
    "Posts assigned to an area by agency; posts, never persons",
    (
        Column("area", Form.AREA, "Code of a region, district or mahalla"),
        Column("agency", Form.TERM, "The agency", term=TermKind.AGENCY),
        Column("post", Form.TERM, "The post", term=TermKind.POST),
    ),
    ("area", "agency", "post"),
)
MEASURE = Table(
    "measure",
    "measures.csv",
    "Targeted measures of a mahalla by quarter",
    (
        Column("id", Form.TEXT, "The measure's own id"),
        Column("area", Form.AREA, "Code of the mahalla"),
        Column("quarter", Form.QUARTER, "The quarter it belongs to"),
        Column("text", Form.TEXT, "What is to be done"),
        Column("factor", Form.TERM, "The factor it answers", required=False, term=TermKind.FACTOR),
        Column("target_group", Form.CHOICE, "Whom it is for", choices=tuple(Group)),
        Column("sector", Form.TERM, "The sector that answers for it", required=False, term=TermKind.SECTOR),
        Column(
            "seven_member",
            Form.CHOICE,
            "Responsible in the mahalla: a member of the mahalla seven",
            required=False,
            choices=tuple(SevenMember),
        ),
        Column(
            "district_agency", Form.TERM, "Responsible in the district: agency", required=False, term=TermKind.AGENCY
        ),
        Column("district_post", Form.TERM, "Responsible in the district: post", required=False, term=TermKind.POST),
        Column("region_agency", Form.TERM, "Responsible in the region: agency", required=False, term=TermKind.AGENCY),
        Column("region_post", Form.TERM, "Responsible in the region: post", required=False, term=TermKind.POST),
        Column("deadline", Form.DATE, "The day by which it is to be done"),
        Column(
            "status",
            Form.CHOICE,
            "How it stands; overdue follows from status and deadline",
            choices=tuple(MeasureStatus),
        ),
        Column("progress", Form.SHARE, "Per cent done", required=False),
        Column("done_on", Form.DATE, "The day it was done; required when done", required=False),
        Column("result", Form.TEXT, "What came of it", required=False),
    ),
    ("id",),
)

DATA_TABLES = (INDICATOR, TERM, STATISTIC, POPULATION, CATEGORY, FACTOR, ASSIGNMENT, MEASURE)
