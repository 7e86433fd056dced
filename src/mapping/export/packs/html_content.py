"""What an HTML pack holds: areas, shapes, views by indicator and period, counts by quarter, measures, briefs, words."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

import numpy as np
import pandas as pd

from mapping.export.packs.html_words import class_words, words
from mapping.measures.rollup import By, counted, roll_up
from mapping.model import wording
from mapping.model.levels import Level, level_of, lineage
from mapping.model.locale import Lang, name_column, text
from mapping.model.names import latin
from mapping.model.periods import Period, Quarter, periods
from mapping.model.selection import ClassRule, Selection, Value
from mapping.store import Snapshot
from mapping.views.briefing.brief import brief, key_indicators
from mapping.views.briefing.words import told_brief
from mapping.views.map.about import about
from mapping.views.map.absence import why_bare
from mapping.views.map.areas import area_figures
from mapping.views.map.display import read_set, set_name
from mapping.views.map.palettes import CATEGORY_PATTERNS, INK, Theme
from mapping.views.map.swatches import swatches
from mapping.views.map.view import CATEGORIES, class_string, colours, compute, faint_colours, sent
from mapping.views.oversight.situation import measures_under

SHOWN = ("risk", "rate", "count", "change_year", "category")
METHOD = ("rate", "risk", "change_year", "category", "done", "overdue", "gaps")
THEMES: tuple[Theme, ...] = ("light", "dark")
FIGURES = ("count", "people", "expected", "rate", "rr", "rr_lo", "rr_hi")


def content(snapshot: Snapshot, selection: Selection, lang: Lang) -> dict[str, Any]:
    """Everything the pack's script draws from; lists of areas are in the order of `codes`."""
    drawn = replace(selection, all_mahallas=level_of(selection.area) is Level.REGION, lang=lang)
    codes = snapshot.mahallas_of(drawn.scope)
    indicators = key_indicators(snapshot, drawn.indicator, drawn.group)
    names = snapshot.indicators[name_column(lang)]
    offered = periods(snapshot.quarters, drawn.period.span)
    return {
        "title": f"{snapshot.areas[name_column(lang)][drawn.area]} — {text('page.product', lang)}",
        "area": drawn.area,
        "scope": drawn.scope,
        "region": snapshot.region,
        "locale": wording.number_locale(lang),
        "as_of": text("page.as_of", lang, day=wording.day(snapshot.as_of, lang)),
        "snapshot": text("page.snapshot", lang, id=snapshot.id),
        "notice": text("page.demonstration", lang) if snapshot.demonstration else "",
        "group": text(f"group.{drawn.group}", lang),
        "words": words(lang),
        "styles": wording.styles_of(FIGURES),
        "ink": {theme: asdict(INK[theme]) for theme in THEMES},
        "swatches": {theme: swatches(theme) for theme in THEMES},
        "patterns": {"category": [CATEGORY_PATTERNS[one] for one in CATEGORIES]},
        "areas": _areas(snapshot, drawn.scope, lang),
        "shapes": _shapes(snapshot, Level.MAHALLA, drawn.scope),
        "around": _shapes(snapshot, Level.DISTRICT, snapshot.region) if drawn.scope == snapshot.region else None,
        "indicators": [[code, str(names[code])] for code in indicators],
        "periods": [[str(one), wording.period(one, lang)] for one in offered],
        "quarters": [wording.quarter(one, lang) for one in snapshot.quarters],
        "indicator": drawn.indicator,
        "period": str(drawn.period),
        "value": drawn.shown if drawn.shown in SHOWN else "risk",
        "views": {
            one: {str(when): _view(snapshot, replace(drawn, indicator=one, period=when)) for when in offered}
            for one in indicators
        },
        "sums": {one: _sums(snapshot, replace(drawn, indicator=one)) for one in indicators},
        "trends": {one: _trend(snapshot, replace(drawn, indicator=one), codes) for one in indicators},
        "measures": _measures(snapshot, selection.area, codes, lang),
        "briefs": {one: told_brief(brief(snapshot, one, drawn.indicator, drawn.group, drawn.period), snapshot, lang)
                   for one in _briefed(snapshot, selection.area)},
        "method": _method(snapshot, indicators, lang),
    }  # fmt: skip


def _briefed(snapshot: Snapshot, area: str) -> list[str]:
    """The area itself, and the districts of a region: what a meeting is told of."""
    return [area, *(snapshot.children(area).index if level_of(area) is Level.REGION else ())]


def _areas(snapshot: Snapshot, scope: str, lang: Lang) -> dict[str, list[Any]]:
    """Code, parent, name and search key (every script in plain Latin letters) of the scope and all within it."""
    frame = snapshot.areas
    here = frame[frame.index.str.startswith(scope) | frame.index.isin(lineage(scope))]
    keys = [
        " ".join(dict.fromkeys(latin(name) for name in names))
        for names in here[["name_uz_latn", "name_uz_cyrl", "name_ru"]].itertuples(index=False, name=None)
    ]
    return {
        "codes": here.index.tolist(),
        "names": here[name_column(lang)].tolist(),
        "keys": keys,
    }


def _shapes(snapshot: Snapshot, level: Level, parent: str) -> dict[str, Any]:
    """A display set of the snapshot: paths in whole pixels (see `maps.display`)."""
    return read_set(snapshot.folder, set_name(level, parent))


def _view(snapshot: Snapshot, selection: Selection) -> dict[str, Any]:
    """Figures of one indicator and period, and for each value shown its classes, colours and bounds."""
    views = {shown: compute(snapshot, choice) for shown, choice in _choices(selection).items()}
    risk, change = views["risk"].frame, views["change_year"].frame
    columns: dict[str, list[Any]] = {name: _numbers(risk[name], wording.style_of(name).digits) for name in FIGURES}
    columns["before"] = _numbers(change["count_before"], 0)
    columns["verdict"] = sent(views["risk"])["verdict"].tolist()
    if "hidden" in risk:
        columns["hidden"] = risk["hidden"].astype(int).tolist()
    columns["label"] = [str(one) if isinstance(one, str) else "" for one in change["label"]]
    drawn = {}
    for shown, choice in _choices(selection).items():
        view = views[shown]
        drawn[shown] = {
            "classes": class_string(view),
            "labels": class_words(choice, view),
            "bare": why_bare(snapshot, choice, view),
            "colours": {theme: colours(choice, view, theme) for theme in THEMES},
            "faint": {theme: faint_colours(choice, view, theme) for theme in THEMES},
        }
    return {"columns": columns, "drawn": drawn}


def _choices(selection: Selection) -> dict[str, Selection]:
    plain = replace(selection, classes=ClassRule.USUAL, value=Value.RISK, certainty=True)
    return {shown: plain.showing(shown) for shown in SHOWN}


def _numbers(values: Iterable[float], digits: int) -> list[float | None]:
    """Rounded as they are written, for JSON: whole where no digits are asked for; None for no figure."""
    found = wording.rounded(np.asarray(values, dtype=np.float64), digits).tolist()
    return [None if not math.isfinite(one) else int(one) if digits == 0 else one for one in found]


def _trend(snapshot: Snapshot, selection: Selection, codes: pd.Index) -> list[list[float | None]]:
    """Cases by mahalla and quarter."""
    counts = snapshot.counts(selection.indicator, selection.group, snapshot.quarters, selection.scope).loc[codes]
    return [_numbers(row, 0) for row in counts.to_numpy()]


def _sums(snapshot: Snapshot, selection: Selection) -> dict[str, list[float | None]]:
    """Cases by quarter of the wider areas in sight: they are no sums of what is shown where small counts are hidden."""
    wider = [
        code
        for code in (snapshot.region, *snapshot.children(snapshot.region).index)
        if code.startswith(selection.scope)
    ]
    frames = {
        (level, quarter): area_figures(snapshot, selection.indicator, selection.group, Period(quarter), level)["count"]
        for level in (Level.REGION, Level.DISTRICT)
        for quarter in snapshot.quarters
    }
    return {
        code: _numbers([float(frames[level_of(code), quarter][code]) for quarter in snapshot.quarters], 0)
        for code in wider
    }


def _measures(snapshot: Snapshot, area: str, codes: pd.Index, lang: Lang) -> dict[str, Any]:
    """The measures of an area, the latest quarter first, by columns; words that repeat stand once in `lists`."""
    found = measures_under(snapshot, area)
    found = found.sort_values(["quarter", "days_overdue", "area"], ascending=[False, False, True], na_position="last")
    place = {code: number for number, code in enumerate(codes)}
    quarters = {one: wording.quarter(Quarter.parse(one), lang) for one in found["quarter"].astype(str).unique()}
    listed = {
        "quarter": found["quarter"].astype(str).map(quarters),
        "state": found["state"].astype(str).map(lambda one: text(f"state.{one}", lang)),
        "seven_member": found["seven_member"].fillna("").astype(str).map(lambda one: _member(one, lang)),
        "text": found["text"].fillna("").astype(str),
    }
    coded = {name: pd.factorize(values) for name, values in listed.items()}
    return {
        "area": [place[code] for code in found["area"]],
        "lists": {name: [str(one) for one in known] for name, (_, known) in coded.items()},
        "columns": {name: numbers.tolist() for name, (numbers, _) in coded.items()},
        "deadline": ["" if pd.isna(one) else f"{one:%Y-%m-%d}" for one in found["deadline"]],
        "overdue": _numbers(found["days_overdue"], 0),
        "progress": _numbers(found["progress"], 0),
        "districts": _by_district(found),
    }


def _by_district(measures: pd.DataFrame) -> dict[str, dict[str, int]]:
    """How many measures of each district are asked for, done and so on."""
    rows = roll_up(measures, By.DISTRICT)
    found = {str(code): counted(row) for code, row in zip(rows.index, rows.to_dict("records"), strict=True)}
    return {code: {"asked": one.asked, **asdict(one)} for code, one in found.items()}


def _member(code: str, lang: Lang) -> str:
    return text(f"seven_member.{code}", lang) if code else ""


def _method(snapshot: Snapshot, indicators: Iterable[str], lang: Lang) -> list[list[str]]:
    """How the figures are found, and what the indicators count: a heading and a sentence each."""
    known: Any = about(snapshot, lang)
    figures = [[known["figures"][key]["what"], known["figures"][key]["how"]] for key in METHOD]
    meant = [known["indicators"][code] for code in indicators]
    defined = [[one["name"], f"{one['definition']} {one['source']}".strip()] for one in meant]
    return figures + [one for one in defined if one[1]]
