"""Pages as Streamlit runs them: they run, what they say holds no trace of a missing figure, and the numbers are the files'."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd
from streamlit.testing.v1 import AppTest

from mapping.model import wording
from mapping.model.levels import Level, level_of
from mapping.model.locale import Lang, name_column, text
from mapping.model.periods import Period
from mapping.store import Snapshot
from mapping.ui.links import PAGES
from mapping.views.map import addresses
from mapping.views.map.absence import why_bare
from mapping.views.map.categories import rules_in_force, years_by_rule
from mapping.views.map.view import compute
from tests.sweep.asking import answered, asked
from tests.sweep.cases import Case
from tests.sweep.regions import Region
from tests.sweep.truth import Truth
from tests.sweep.words import clean, read_as, texts_in

APP = str(Path(__file__).resolve().parents[2] / "app.py")
_START = re.compile(r'<script type="application/json" id="start">(.*?)</script>', re.DOTALL)
_LINK = re.compile("</?a( [^>]*)?>")
_CARD = re.compile(
    r'<div class="figure [^"]*">.*?data-about="(\w+)".*?<div class="number">(.*?)</div><div class="notes">(.*?)</div>',
    re.DOTALL,
)
_ROW = re.compile(r"<tr><td>([^<]*)</td><td>([^<]*)</td><td>([^<]*)</td>")
_LEGEND = re.compile(r'<div class="legend" .*?</div></div>', re.DOTALL)
_SIZE = re.compile(r"<b>([\d ·]+)</b>")
_POINT = re.compile(r"<title>([^<]*)</title>")


def check_page(region: Region, case: Case) -> None:
    """A page at an address."""
    page = case.place.removeprefix("page-").split("-")[0]
    app = opened(page, {**case.selection.to_query(), **(case.comparison.to_query() if case.comparison else {})})
    shown = [*html_of(app)]
    clean([*map(read_as, shown), *_messages(app)], what=f"the page {page}")
    clean(told_to_parts(app), what=f"a part of the page {page}", filled=False)
    written = "\n".join(shown)
    if page in ("map", "mahalla"):
        _check_cards(region, case, written)
        _check_trend(region, case, app)
    if page == "mahalla":
        _check_indicators(region, case, written)
    if page == "map":
        _check_legend(region, case, written)
    if page == "certainty":
        _check_certainty(region, case, written)


def _check_legend(region: Region, case: Case, written: str) -> None:
    """It counts every area that is drawn; where no area has a class, it says why, and may show the districts instead."""
    snapshot, selection, words = region.snapshot, case.selection, read_as(written)
    view = compute(snapshot, selection)
    bare = why_bare(snapshot, selection, view)
    if bare and text("hidden.districts_instead", selection.lang) in words:
        view = compute(snapshot, replace(selection.at(snapshot.region), all_mahallas=False))
        assert not why_bare(snapshot, selection, view), "the districts are shown instead, and have no class either"
    else:
        assert bare in words, "the page does not say why nothing is coloured"
    legend = _LEGEND.search(written)
    assert legend is not None
    assert sum(int(size) for size in _SIZE.findall(legend[0])) == len(view.frame), "the legend counts other areas"


def opened(page: str, query: dict[str, str]) -> AppTest:
    """The page after a link to it was followed; it must have run to its end."""
    app = AppTest.from_file(APP, default_timeout=120)
    if page != "map":
        app.query_params["lang"] = query["lang"]
        app.run()
    for name, value in query.items():
        app.query_params[name] = value
    app = app.run() if page == "map" else app.switch_page(PAGES[page]).run()
    assert not app.exception, "".join(app.exception[0].proto.stack_trace) or app.exception[0].message
    assert not app.error, app.error[0].value
    return app


def html_of(app: AppTest) -> Iterator[str]:
    for part in app.get("html"):
        yield str(part.proto.body)


def told_to_parts(app: AppTest) -> Iterator[str]:
    """The words that the page's own components are given; addresses and pictures apart."""
    for part in app.get("bidi_component"):
        for one in texts_in(json.loads(part.proto.json)):
            yield read_as(one) if "<" in one else "" if one.startswith(("/", "data:")) else one


def _messages(app: AppTest) -> Iterator[str]:
    for kind in ("info", "warning", "success", "caption", "markdown"):
        for part in app.get(kind):
            yield read_as(str(getattr(part, "value", "")))


def _check_cards(region: Region, case: Case, shown: str) -> None:
    """Count and rate of the area looked at are those of the files, or told to be hidden, or there are none; so are measures
    and categories. A card without a number says why."""
    # A number may lead somewhere: what is in the link is what it says.
    cards = {name: (_LINK.sub("", number), notes) for name, number, notes in _CARD.findall(shown)}
    if "count" not in cards:
        assert level_of(case.selection.area) != "mahalla"
        return
    allowed = told_figures(region.truth, region.snapshot, case)
    for name in ("count", "rate"):
        assert cards[name][0] in allowed[name], f"{name} is {cards[name][0]!r}, the files say {allowed[name]}"
    silent = [
        name for name, (number, notes) in cards.items() if number == wording.NOTHING and not read_as(notes).strip()
    ]
    known = region.truth.figures(*chosen_of(case), level_of(case.selection.area))["count"][case.selection.area]
    assert not silent or (pd.isna(known) and set(silent) <= {"count", "rate"}), f"nothing, and no reason: {silent}"
    measures = region.truth.measures(str(case.selection.period.last), "", "", level_of(case.selection.area))
    assert cards["done"][0] == wording.number(measures["done"][case.selection.area], case.selection.lang)


def chosen_of(case: Case) -> tuple[str, str, Period]:
    return case.selection.indicator, str(case.selection.group), case.selection.period


def _check_trend(region: Region, case: Case, app: AppTest) -> None:
    """Each quarter tells its count, that it is hidden, or that there is none."""
    parts = [part.proto.json for part in app.get("bidi_component") if part.proto.component_name == "riskmap_picture"]
    title = text("trend.title", case.selection.lang)  # the other pictures of a page are maps
    drawn = [svg for svg in (json.loads(part)[0]["svg"] for part in parts) if title in unescape(svg)]
    if not drawn:
        assert level_of(case.selection.area) != "mahalla"
        return
    told = _POINT.findall(drawn[0])
    lang = case.selection.lang
    assert len(told) == len(region.snapshot.quarters)
    for quarter, words in zip(region.snapshot.quarters, told, strict=True):
        one = replace(case, selection=replace(case.selection, period=Period(quarter)))
        said = unescape(words).removeprefix(f"{wording.quarter(quarter, lang)}: ").split("; ")[0]
        allowed = told_figures(region.truth, region.snapshot, one)["count"]
        none = {wording.NOTHING: text("trend.none", lang), text("hidden.word", lang): text("hidden.legend", lang)}
        assert said in [none.get(count, count) for count in allowed], f"{quarter} is {said!r}, the files say {allowed}"


def _check_indicators(region: Region, case: Case, shown: str) -> None:
    """The table of all indicators of a mahalla, of everybody."""
    rows = {unescape(name): (count, rate) for name, count, rate in _ROW.findall(shown)}
    for code, name in region.snapshot.indicators[name_column(case.selection.lang)].items():
        found = region.truth.figures(str(code), "all", case.selection.period, Level.MAHALLA)
        if level_of(case.selection.area) is Level.MAHALLA:
            row, lang = found.loc[case.selection.area], case.selection.lang
            told = (wording.number(row["count"], lang), wording.figure("rate", row["rate"], lang))
            assert tuple(map(unescape, rows[str(name)])) == told, f"{code} is {rows[str(name)]}, the files say {told}"


def _check_certainty(region: Region, case: Case, shown: str) -> None:
    """That nothing can be said only where there is no figure or no population."""
    selection = case.selection
    nothing = text("certainty.nothing", selection.lang) in read_as(shown)
    if nothing and level_of(selection.area) is not Level.REGION:
        found = region.truth.figures(*chosen_of(case), level_of(selection.area))
        average = region.truth.figures(*chosen_of(case), Level.REGION)["cases"].iloc[0]
        assert pd.isna(found["cases"][selection.area]) or average == 0, "nothing can be said, though there is a figure"


def told_figures(truth: Truth, snapshot: Snapshot, case: Case) -> dict[str, tuple[str, ...]]:
    """What may be said of count and rate of the area looked at."""
    selection, lang = case.selection, case.selection.lang
    chosen = (selection.indicator, str(selection.group), selection.period, level_of(selection.area))
    found = truth.figures(*chosen).loc[selection.area]
    hides = snapshot.hides(selection.group)
    count = truth.reported(*chosen)[selection.area] if hides and chosen[3] != "mahalla" else found["count"]
    hidden = (text("hidden.word", lang),) if hides and not pd.isna(count) else ()
    small = hides and 0 < count < 5
    counted = hidden if small else (wording.number(count, lang), *hidden)
    # The rate of a group over an area where some counts are hidden keeps cases of mahallas without people (small-cells.md).
    rate = (wording.figure("rate", found["rate"], lang), *hidden)
    before = _before(truth, snapshot, case)
    return {"count": counted, "rate": (*rate, *_rates_near(found["rate"], lang)) if hides else rate, "before": before}


def _before(truth: Truth, snapshot: Snapshot, case: Case) -> tuple[str, ...]:
    """What may be said of the count a year before, of a mahalla or where there was none."""
    selection, lang = case.selection, case.selection.lang
    level, year_before = level_of(selection.area), selection.period.year_before
    count = truth.reported(*chosen_of(case)[:2], year_before, level)[selection.area]
    if pd.isna(count):
        return (wording.NOTHING,)
    if level is not Level.MAHALLA:
        return ()
    hides = snapshot.hides(selection.group)
    whole = truth.figures(*chosen_of(case)[:2], year_before, level)["count"][selection.area]
    now = truth.figures(*chosen_of(case), level)["count"][selection.area]
    word = (text("hidden.word", lang),) if hides and not pd.isna(whole) else ()
    shown = wording.NOTHING if pd.isna(whole) or pd.isna(now) else wording.number(whole, lang)
    return word if hides and 0 < whole < 5 else (shown, *word)


def _rates_near(rate: float, lang: Lang) -> tuple[str, ...]:
    if pd.isna(rate):
        return (wording.NOTHING,)
    tenths = range(0, int(rate * 0.06 * 10) + 3)
    return tuple(wording.figure("rate", rate + one / 10, lang) for one in tenths)


def check_present(region: Region, case: Case) -> None:
    """The presenter's page, what it begins with, and what it fetches first."""
    query = {**case.selection.to_query()}
    page = answered(f"/present?{urlencode(query)}").plain.decode()
    begin = _START.search(page)
    assert begin is not None, "the presenter has nothing to begin with"
    start = json.loads(begin[1])
    clean(
        texts_in({name: one for name, one in start.items() if name not in ("ink", "geometry")}),
        what="the presenter",
        filled=False,
    )
    assert not [one for one in start["notices"] if str(case.selection.value) not in one], start["notices"]
    period = next(one for one in start["periods"] if one["code"] == str(case.selection.period))
    painting = answered(period["paintings"][case.theme]).data
    most = max((int(mark, 36) % 10 for mark in painting["classes"] if mark not in "xH"), default=-1)
    assert most < len(painting["colours"])
    assert bool(period["bare"]) == (most < 0)
    assert len(start["legend"]["rows"]) >= len(painting["colours"])
    clean(
        texts_in(answered(f"{start['briefing']}&area={start['state']['area']}&period={period['code']}").data),
        what="brief",
    )


def check_briefing(region: Region, case: Case) -> None:
    """What the presenter is told of an area."""
    selection = case.selection
    address = addresses.briefing(region.snapshot.id, selection)
    told = answered(f"{address}&area={selection.area}&period={selection.period}").data
    clean(texts_in(told), what="the briefing")
    assert told["figures"], "no figure at all is told"
    allowed = told_figures(region.truth, region.snapshot, case)
    for name in ("count", "rate", "before"):
        said = told["figures"][0][name]
        assert said in allowed[name] or not allowed[name], f"{name} is {said!r}, the files say {allowed[name]}"


def check_overview(region: Region, case: Case) -> None:
    """What the presenter's agenda is told of every district."""
    told = answered(f"{addresses.overview(region.snapshot.id, case.selection)}&period={case.selection.period}").data
    clean(texts_in(told), what="the overview")
    assert set(told) == set(region.snapshot.children(region.snapshot.region).index)


def check_categories(region: Region, case: Case) -> None:
    """What tooltips tell of the categories of a year that has them by rule; of another there is nothing."""
    snapshot, selection = region.snapshot, case.selection
    address = addresses.categories(snapshot.id, selection.period.year, selection.lang)
    if selection.period.year not in years_by_rule(snapshot, rules_in_force()):
        assert asked(address).status == 404
        return
    told = answered(address).data
    clean(texts_in(told), what="a tooltip")
    assert told["codes"] == list(region.truth.mahallas)
