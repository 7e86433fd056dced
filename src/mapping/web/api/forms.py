"""What is asked and answered at the API: of these forms are both what is taken and what the description says."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from mapping.live.reports.report import Act
from mapping.live.reports.rules import LONGEST_WORDS
from mapping.measures.progress import State
from mapping.model.selection import Value
from mapping.model.vocabulary import Group, MeasureStatus, SevenMember

AREA, QUARTER, PERIOD, NUMBER = r"^([0-9]{4,20})?$", r"^([0-9]{4}Q[1-4])?$", r"^[0-9Q-]{0,20}$", r"^[0-9]{0,15}$"
CODE, SNAPSHOT, CURSOR = r"^[A-Za-z0-9_.-]{0,64}$", r"^[A-Za-z0-9_.-]{0,80}$", r"^[A-Za-z0-9_-]{0,400}$"
USUAL_PAGE, LARGEST_PAGE = 100, 1000


class Form(BaseModel):
    """Nothing may stand in it but what it names."""

    model_config = ConfigDict(extra="forbid")


class Nothing(Form):
    """No parameters."""


class Paged(Form):
    """A page of a list: the first, or the one at a `cursor`."""

    cursor: str = Field("", pattern=CURSOR)
    limit: int = Field(USUAL_PAGE, ge=1, le=LARGEST_PAGE)


class OfMeasures(Paged):
    """Which measures."""

    area: str = Field("", pattern=AREA)
    quarter: str = Field("", pattern=QUARTER)
    state: State | Literal[""] = ""


class OfReports(Paged):
    """Which reports."""

    area: str = Field("", pattern=AREA)


class OfView(Paged):
    """Which view: the parameters of a page's address."""

    snapshot: str = Field("", pattern=SNAPSHOT)
    seq: str = Field("", pattern=NUMBER)
    area: str = Field("", pattern=AREA)
    indicator: str = Field("", pattern=CODE)
    group: Group | Literal[""] = ""
    period: str = Field("", pattern=PERIOD)
    value: Value | Literal[""] = ""
    level: Literal["", "district", "mahalla"] = ""
    sector: str = Field("", pattern=CODE)
    agency: str = Field("", pattern=CODE)


class NewReport(Form):
    """What is reported of a measure."""

    act: Literal[Act.PROGRESS, Act.DONE, Act.CONFIRM, Act.RETURN, Act.DEADLINE, Act.CANCEL, Act.COMMENT]
    version: int = Field(ge=0, le=2**31 - 1)
    progress: int | None = Field(None, ge=0, le=100)
    done_on: date | None = None
    deadline: date | None = None
    words: str = Field("", max_length=LONGEST_WORDS)


class Report(Form):
    """A report that was kept."""

    seq: int
    measure: str
    area: str
    version: int
    act: Act
    progress: int | None
    done_on: date | None
    deadline: date | None
    words: str
    said: str
    time: datetime
    own: bool


class Measure(Form):
    """A measure as it stands."""

    id: str
    area: str
    quarter: str
    text: str
    factor: str | None
    target_group: Group
    sector: str | None
    seven_member: SevenMember | None
    district_agency: str | None
    district_post: str | None
    region_agency: str | None
    region_post: str | None
    deadline: date | None
    status: MeasureStatus
    state: State
    progress: int | None
    done_on: date | None
    result: str | None
    days_overdue: int | None
    days_late: int | None
    version: int


class Listed(Form):
    """A page of a list. `next`: the cursor of the page after it."""

    next: str | None


class Measures(Listed):
    """Measures, of which figures, until which report, and on which day their states are judged."""

    items: list[Measure]
    snapshot: str
    as_of: date
    judged_on: date
    seq: int


class Reports(Listed):
    """Reports in the order in which they were kept."""

    items: list[Report]


class Snapshot(Form):
    """A snapshot."""

    id: str
    title: str
    as_of: date
    created: datetime
    is_current: bool
    demonstration: bool
    seq: int


class Snapshots(Listed):
    """Snapshots, the earliest first."""

    items: list[Snapshot]


class Indicator(Form):
    """An indicator, and the groups of which it is counted."""

    code: str
    name: str
    groups: list[Group]


class WholeSnapshot(Snapshot):
    """A snapshot, with what may be asked of it."""

    indicators: list[Indicator]
    quarters: list[str]


class Row(BaseModel):
    """An area with its figures: which there are, follows from the value."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, str | float | bool | None] = Field(init=False)

    code: str
    name: str
    level: str
    parent: str
    parent_name: str


class Figures(Listed):
    """The figures of a view, and what they are of."""

    items: list[Row]
    view: dict[str, str]


class Wrong(Form):
    """What is wrong with a field."""

    field: str
    detail: str


class Problem(BaseModel):
    """What was not given, or not taken, and why (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    rule: str = ""
    errors: list[Wrong] = []
    theirs: Report | None = None
    version: int | None = None
