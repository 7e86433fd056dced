"""`riskmap warn`: what is beginning in the latest quarter. Exit status: 0 success, 1 refused, 2 wrong usage."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from mapping.cli.options import Home, Language, home_of
from mapping.cli.printing import failures_told, out, print_table
from mapping.model.locale import DEFAULT_LANG, Lang, text

if TYPE_CHECKING:
    from mapping.stats.outbreaks import Alarm
    from mapping.store import Snapshot
    from mapping.views.map.early import Early

_COLUMNS = ("where", "indicator", "since", "observed", "expected", "by_chance")


def warn(
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON, for programs.")] = False,
    home: Home = None,
    lang: Language = DEFAULT_LANG,
) -> None:
    """Tell what is beginning: where more happened lately than should have, so far as it can be told from chance."""
    from mapping.store import open_snapshot  # noqa: PLC0415 (heavy)
    from mapping.views.map.early import early  # noqa: PLC0415 (heavy)

    with failures_told(lang):
        snapshot = open_snapshot(home_of(home))
        found = early(snapshot)
        if as_json:
            told = {"snapshot": snapshot.id, "demonstration": snapshot.demonstration}
            out().print(
                json.dumps(told | (found.written() if found else {"told": False}), ensure_ascii=False, indent=1)
            )
        elif found is None or not found.is_told:
            out().print(text("warn.too_short", lang))
        else:
            _print(snapshot, found, lang)


def _print(snapshot: Snapshot, found: Early, lang: Lang) -> None:
    from mapping.model.wording import quarter  # noqa: PLC0415 (heavy)

    if snapshot.demonstration:
        out().print(text("cli.demonstration", lang))
    named = quarter(found.quarter, lang)
    if found.alarms:
        rows = [_row(snapshot, found, alarm, lang) for alarm in found.alarms]
        print_table(
            [text(f"warn.{key}", lang) for key in _COLUMNS], rows, title=text("warn.title", lang, quarter=named)
        )
    else:
        out().print(text("warn.nothing", lang, quarter=named))
    out().print(text("warn.power", lang))


def _row(snapshot: Snapshot, found: Early, alarm: Alarm, lang: Lang) -> tuple[str, ...]:
    from mapping.model.periods import QUARTERS_IN_YEAR  # noqa: PLC0415
    from mapping.model.wording import EN_DASH, number, quarter  # noqa: PLC0415 (heavy)
    from mapping.views.map.names import indicator_names  # noqa: PLC0415 (heavy)

    kinds = indicator_names(snapshot, lang)
    alike = dict.fromkeys(found.indicators[one.indicator] for one in (alarm, *alarm.also))
    years = 1 / (alarm.p * QUARTERS_IN_YEAR) if alarm.p > 0 else float("inf")
    return (
        _where(snapshot, found, alarm, lang),
        ", ".join(kinds[code] for code in alike),
        quarter(found.since(alarm), lang),
        number(alarm.observed, lang),
        f"{number(alarm.low, lang)}{EN_DASH}{number(alarm.high, lang)}",
        text("warn.rarely" if years > _RARE else "warn.once", lang, years=number(min(years, _RARE), lang)),
    )


_RARE = 1000  # years: what comes more rarely is said to be rarer than that


def _where(snapshot: Snapshot, found: Early, alarm: Alarm, lang: Lang) -> str:
    from mapping.stats.outbreaks import Extent  # noqa: PLC0415 (heavy)
    from mapping.views.map.names import area_names  # noqa: PLC0415 (heavy)

    names = area_names(snapshot, lang)
    if alarm.extent is Extent.REGION:
        return names[snapshot.region]
    if (district := found.district(alarm)) is not None:
        return names[district]
    first, *others = found.codes(alarm)
    place = f"{names[first]} ({names[str(snapshot.areas['parent'][first])]})"
    return text("warn.group", lang, name=place, count=len(others)) if others else place
