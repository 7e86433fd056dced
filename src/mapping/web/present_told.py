"""What the presenter is told: once when it begins, then of each area, already in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from mapping.access import accounts
from mapping.live.reports.told import in_one_line
from mapping.live.view import LiveView, latest_of
from mapping.model import wording
from mapping.model.levels import Level
from mapping.model.locale import Lang, name_column, text
from mapping.model.locale.texts import catalogue
from mapping.model.names import DISTRICT_WORDS
from mapping.model.periods import Period, periods
from mapping.model.selection import Fallback, Selection, fitting
from mapping.store import Snapshot, StoreError
from mapping.store.home import default_home
from mapping.store.kept import kept
from mapping.views.briefing.brief import Brief
from mapping.views.briefing.due import told_measures
from mapping.views.briefing.meeting import Meeting, read_meeting
from mapping.views.briefing.words import attention_sentence, change_in_words, told_figures, told_risk, told_totals
from mapping.views.map import addresses
from mapping.views.map.absence import why_bare
from mapping.views.map.base import told_base
from mapping.views.map.bounds import class_bounds
from mapping.views.map.display import read_index, set_name
from mapping.views.map.newer import lacking_said, newer_said
from mapping.views.map.palettes import INK, Theme
from mapping.views.map.swatches import swatches
from mapping.views.map.titles import kind_pattern, kind_sign, kind_word, unsure_word, what_is_shown, without_word
from mapping.views.map.view import View, colours, compute, faint_colours

THEMES: tuple[Theme, ...] = ("light", "dark")
PINNED = ("indicator", "value", "group", "classes", "k", "certainty", "sector", "agency", "silent", "lang")
DECISION = (
    "title", "post", "deadline", "text", "day_hint", "save", "saving", "saved", "not_saved", "not_reached", "draft", "list",
    "none", "mahallas", "mahallas_hint", "mahallas_none", "mahallas_become", "no_mahalla",
)  # fmt: skip
KEYS = {
    "→  ←": "districts",
    "PageDown  PageUp": "remote",
    "↓  ↑": "deeper",
    "1  2  3": "attention",
    "Home": "home",
    "Shift + →  ←": "quarters",
    "P": "play",
    "M": "measures",
    "Space  Shift + Space": "list_page",
    "A": "agenda",
    "D": "decision",
    "N": "names",
    "T": "theme",
    "B  .": "blank",
    "U": "newer",
    "F": "full",
    "H  ?": "help",
    "Esc": "escape",
}
"""What is written on the keys, and the catalogue's name for what they do."""


def begun(
    snapshot: Snapshot, query: Mapping[str, str], *, snapshot_is_gone: bool = False, fault: StoreError | None = None
) -> dict[str, Any]:
    """What a link begins with. `fault`: why it is shown without the work. Raises NoStatistics."""
    meeting, fallbacks = read_meeting(
        {key: one for key, one in query.items() if key not in ("snapshot", "seq")}, snapshot
    )
    if snapshot_is_gone:
        fallbacks.append(Fallback("snapshot", query["snapshot"], snapshot.id))
    return _start(
        snapshot,
        meeting,
        [lack.told(meeting.selection.lang) for lack in (*fallbacks, fault) if lack is not None],
        follows="snapshot" not in query or snapshot_is_gone,
    )


def moved(snapshot: Snapshot, before: Snapshot | None, query: Mapping[str, str]) -> dict[str, Any]:
    """The screen of another snapshot as near as this one has it; `before` is that other one, None where it is gone.

    Raises ValueError without statistics.
    """
    selection, lacking = fitting(query, snapshot)
    offered = {str(one) for one in periods(snapshot.quarters)}
    agenda_is_there = query.get("agenda_period", str(selection.period)) in offered
    near = {key: one for key, one in query.items() if key != "agenda_period" or agenda_is_there} | selection.to_query()
    meeting, fallbacks = read_meeting(near, snapshot)
    lang = meeting.selection.lang
    said = [lacking_said(one, before=before, now=snapshot, lang=lang) for one in lacking]
    return _start(snapshot, meeting, [*said, *(one.told(lang) for one in fallbacks)], follows=True)


def _start(snapshot: Snapshot, meeting: Meeting, notices: Sequence[str], *, follows: bool) -> dict[str, Any]:
    """All that the presenter needs before it asks for the first area. `follows`: whether what is reported from now on is shown."""
    selection, lang = meeting.selection, meeting.selection.lang
    offered = periods(snapshot.quarters, selection.period.span)
    order = text(f"present.order_{meeting.agenda.order or 'picked'}", lang)
    return {
        "lang": lang.tag,
        "words": _words(lang),
        "keys": [[sign, text(f"present_keys.{name}", lang)] for sign, name in KEYS.items()],
        "notices": notices,
        "newer": {"ask": addresses.newer(snapshot.id, lang), "said": newer_said(default_home(), snapshot.id, lang)},
        "demonstration": text("page.demonstration", lang) if snapshot.demonstration else "",
        "as_of": _as_of(snapshot, lang),
        "work": {
            "ask": addresses.live(),
            "reports": addresses.reports(),
            "again": addresses.present_again(),
            "seq": snapshot.seq,
            "follows": follows,
        },
        "region": snapshot.region,
        "state": {"area": selection.area, "period": str(selection.period), **meeting.screen},
        "pinned": _pinned(snapshot, meeting),
        "agenda": {"codes": meeting.agenda.districts(snapshot, selection), "words": order},
        "periods": [_period(snapshot, replace(selection, period=one)) for one in offered],
        "title": " · ".join(what_is_shown(snapshot, selection)),
        "legend": _legend(snapshot, selection, tuple(offered)),
        "tails": DISTRICT_WORDS,
        "ink": {theme: asdict(INK[theme]) for theme in THEMES},
        "base": told_base(),
        "swatches": {theme: swatches(theme, grain=1.6) for theme in THEMES},
        **_addresses(snapshot, selection),
    }


def _words(lang: Lang) -> dict[str, Any]:
    """The words of the screen; those of the form under `decision` are the page Decisions' own."""
    form = {name: text(f"decision.{name}", lang) for name in DECISION}
    named = {"show_newer": text("newer.show", lang), "listed": text("measure.shown", lang)}
    named |= {f"only_{name}": text(f"state.{name}", lang) for name in ("overdue", "done", "cancelled")}
    named |= {
        "history": text("report.title", lang),
        "none_reported": text("report.none", lang),
        "not_reached": text("report.not_reached", lang),
    }
    form |= {"left": text("present.decisions_left", lang), "close": text("present.close", lang)}
    return (
        {"decision": form}
        | named
        | {
            key.removeprefix("present."): words[lang]
            for key, words in catalogue().items()
            if key.startswith("present.")
        }
    )


def _pinned(snapshot: Snapshot, meeting: Meeting) -> dict[str, str]:
    """What of the link stays as it is. The snapshot is named, so that a reload shows these figures and no newer ones."""
    query = meeting.selection.to_query()
    kept = {name: query[name] for name in PINNED if name in query}
    work = {} if snapshot.figures is snapshot else {"seq": str(snapshot.seq)}
    return {**kept, **meeting.agenda.to_query(), "snapshot": snapshot.id, **work}


def _as_of(snapshot: Snapshot, lang: Lang) -> str:
    """Of which day the figures are, and of which moment the work, where anything was reported."""
    figures = text("page.as_of", lang, day=wording.day(snapshot.as_of, lang))
    time = snapshot.work.time if isinstance(snapshot, LiveView) else None
    return figures if time is None else f"{figures}, {text('report.work_of', lang, when=wording.moment(time, lang))}"


def _period(snapshot: Snapshot, selection: Selection) -> dict[str, Any]:
    """A period's code and words, where its painting lies for each theme, and why it is bare, where it is."""
    return {
        "code": str(selection.period),
        "bare": why_bare(snapshot, selection, compute(snapshot, selection)),
        "words": wording.period(selection.period, selection.lang),
        "paintings": {
            theme: addresses.painting(addresses.shown(snapshot, selection), selection, theme) for theme in THEMES
        },
    }


def _addresses(snapshot: Snapshot, selection: Selection) -> dict[str, Any]:
    index = read_index(snapshot.folder)
    districts = snapshot.children(snapshot.region).index
    sets = {one: index.get(set_name(Level.MAHALLA, one)) for one in (snapshot.region, *districts)}
    return {
        "names": addresses.names(snapshot.served, selection.lang),
        "briefing": addresses.briefing(snapshot.address, selection),
        "due": addresses.due(snapshot.address, selection),
        "decisions": f"{addresses.ROOT}/decisions",
        "overview": addresses.overview(snapshot.address, selection),
        "around": addresses.geometry(snapshot.served, index[set_name(Level.DISTRICT, snapshot.region)]),
        "geometry": {code: addresses.geometry(snapshot.served, file) for code, file in sets.items() if file},
    }


@kept(most=32)
def _legend(snapshot: Snapshot, selection: Selection, offered: tuple[Period, ...]) -> dict[str, Any]:
    """The classes that all periods share: label, sign, pattern, and colour by theme; what else is drawn after them."""
    views = [compute(snapshot, replace(selection, period=one)) for one in offered]
    lang = selection.lang
    shared = _shared(views)
    rows = [
        {
            "label": label,
            "sign": sign,
            "pattern": pattern,
            **{theme: colours(selection, shared, theme)[at] for theme in THEMES},
        }
        for at, (label, sign, pattern) in enumerate(_classes(selection, shared))
    ]
    return {
        "rows": rows,
        "faint": _faint(selection, views),
        "unsure": unsure_word(selection.value, lang) if any(one.unsure.any() for one in views) else "",
        "hidden": text("hidden.legend", lang) if any(one.hidden.any() for one in views) else "",
        "none": without_word(selection),
    }


def _shared(views: Sequence[View]) -> View:
    """A view that has the classes of all: of periods without any figure there are none."""
    classed = [one for one in views if one.edges.size]
    if not classed:
        return views[-1]
    return replace(classed[-1], lowest=min(one.lowest for one in classed))


def _classes(selection: Selection, view: View) -> Iterable[tuple[str, str, str]]:
    lang = selection.lang
    if view.kinds:
        return [(kind_word(one, lang), kind_sign(one, lang), kind_pattern(one)) for one in view.kinds]
    return [(label, "", "") for label in class_bounds(selection, view, lang)]


def _faint(selection: Selection, views: Sequence[View]) -> dict[str, list[str]] | None:
    """The faint colours by theme of the first view that has any."""
    for view in views:
        if view.unsure.any():
            return {theme: faint_colours(selection, view, theme) or [] for theme in THEMES}
    return None


def briefing_of(snapshot: Snapshot, one: Brief, lang: Lang) -> dict[str, Any]:
    """An area's figures, risk and totals; who needs attention, in sentences of one reason, two, and so on; measures."""
    return {
        "figures": told_figures(one, snapshot, lang),
        **told_risk(one, lang),
        **told_totals(one, lang),
        "attention": [
            [who.area, [attention_sentence(who, lang, most) for most in range(1, len(who.reasons) + 1)]]
            for who in one.attention
        ],
        "measures": _measures(snapshot, one, lang),
    }


def _measures(snapshot: Snapshot, one: Brief, lang: Lang) -> dict[str, Any]:
    measures = told_measures(snapshot, one.area, one.period.last, lang)
    return {**measures, "rows": with_reports(snapshot, measures["rows"], lang)}


def with_reports(snapshot: Snapshot, rows: Sequence[Mapping[str, str]], lang: Lang) -> list[dict[str, str]]:
    """Measures as they are told, each with what was `reported` of it last, who and when, where anything was."""
    latest = latest_of(snapshot, [row["id"] for row in rows])
    names = accounts.names_in(snapshot.home, (one.person for one in latest.values()))
    return [
        {**row, "reported": in_one_line(latest[row["id"]], names, lang) if row["id"] in latest else ""} for row in rows
    ]


def overview_of(snapshot: Snapshot, briefs: Iterable[Brief], lang: Lang) -> dict[str, Any]:
    """By district: its measures overdue and planned, its risk, and the change of the chosen indicator."""
    names = snapshot.areas[name_column(lang)]
    return {
        one.area: {
            "name": str(names[one.area]),
            **told_totals(one, lang),
            **told_risk(one, lang),
            "change": change_in_words(one.figures[0], lang),
            "label": str(one.figures[0].label or ""),
        }
        for one in briefs
    }
