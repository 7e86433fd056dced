"""Options that several commands share."""

from __future__ import annotations

import os
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mapping.model.as_of import bounds_told, is_plausible
from mapping.model.levels import level_of
from mapping.model.locale import Lang, text
from mapping.model.periods import Quarter

Language = Annotated[Lang, typer.Option("--lang", envvar="RISKMAP_LANG", help="Language of what is printed.")]
Home = Annotated[
    Path | None,
    typer.Option("--home", envvar="RISKMAP_HOME", help="Where snapshots lie; default: snapshots/ in the project."),
]


class DayOrder(StrEnum):
    """What stands first in a date."""

    DAY = "day-first"
    MONTH = "month-first"


class Sign(StrEnum):
    """The sign between whole and fraction."""

    COMMA = ","
    POINT = "."


DecimalSign = Annotated[
    Sign | None, typer.Option("--decimal", help="The sign before a fraction, where 1.234 or 1,234 may be a thousand.")
]
Dates = Annotated[
    DayOrder | None,
    typer.Option(help="What stands first in the dates of events and measures; default: a day above 12 tells."),
]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        formats=["%Y-%m-%d"],
        help="The day the figures stand at; default: as the data or what is published say.",
    ),
]


def as_of_day(given: datetime | None, lang: Lang) -> date | None:
    """The day given. Raises typer.BadParameter for one that no figures stand at."""
    if given is None or is_plausible(given.date()):
        return None if given is None else given.date()
    told = text("rule.as_of_range", lang, value=given.date().isoformat(), **bounds_told())
    raise typer.BadParameter(told, param_hint="--as-of")


Projection = Annotated[
    str | None,
    typer.Option(
        "--projection", metavar="EPSG:CODE", help="Of events' coordinates in metres; default: the areas tell."
    ),
]
EveryRow = Annotated[
    bool, typer.Option("--every-row", help="Every row is an event of its own, also where an id stands twice.")
]


def quarter_of(given: str, option: str, lang: Lang) -> Quarter:
    """The quarter that an option names. Raises typer.BadParameter."""
    try:
        return Quarter.parse(given)
    except ValueError as fault:
        raise typer.BadParameter(text("plan.bad_quarter", lang, given=given), param_hint=option) from fault


def area_code(given: str | None, lang: Lang) -> str | None:
    """The code that `--parent` gives. Raises typer.BadParameter for one that is none."""
    try:
        if given is not None:
            level_of(given)
    except ValueError as fault:
        raise typer.BadParameter(text("usage.area_code", lang, given=given), param_hint="--parent") from fault
    return given


def constants_of(
    period: str | None, dates: DayOrder | None, projection: str | None = None, *, every_row: bool = False
) -> dict[str, str]:
    """What holds for the whole of a file, as a request has it."""
    told = {
        "period": period, "dates": "month_first" if dates is DayOrder.MONTH else "day_first" if dates else None,
        "projection": projection, "every_row": "1" if every_row else None,
    }  # fmt: skip
    return {name: value for name, value in told.items() if value}


def projection_of(name: str | None, lang: Lang) -> str | None:
    """The projection that was named. Raises typer.BadParameter for what is none."""
    from mapping.reading.events.coordinates import is_projection  # noqa: PLC0415 (heavy)

    if name is not None and not is_projection(name):
        raise typer.BadParameter(text("usage.projection", lang, given=name), param_hint="--projection")
    return name


def home_of(named: Path | None) -> Path:
    """The folder that was named, else the default one."""
    from mapping.store import default_home  # noqa: PLC0415 (heavy)

    return Path(os.path.expanduser(named)) if named else default_home()  # noqa: PTH111 (as it is where there is no such user)
