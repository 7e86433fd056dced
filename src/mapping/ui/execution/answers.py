"""On the mahalla's page: who answers for it, what is missing, what each of the seven has to do, and whether it helped."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from html import escape

import pandas as pd
import streamlit as st

from mapping.measures.ownership import tier_asked
from mapping.measures.progress import State, tally
from mapping.measures.rollup import counted
from mapping.model import wording
from mapping.model.periods import Quarter
from mapping.model.vocabulary import SevenMember
from mapping.ui.about import about_button
from mapping.ui.execution.choice import load_choice, load_style, quarter_of
from mapping.ui.execution.effects import effect_sentence, window_words
from mapping.ui.execution.gap_words import gap_line
from mapping.ui.execution.measure_effect import measures_that_can_be_judged
from mapping.ui.measure_words import word_of
from mapping.ui.state import Screen
from mapping.views.briefing.words import cancelled_beside
from mapping.views.oversight.duties import chains
from mapping.views.oversight.effects import effect_of
from mapping.views.oversight.situation import gaps_under, measures_under, situation

LEVELS = {"seven_member": "mahalla", "district_post": "district", "region_post": "region"}


def show_answers(screen: Screen) -> None:
    """Gaps and owner first, then the seven, the chain, and the effect."""
    load_style()
    quarter = quarter_of(screen, load_choice())
    measures = measures_under(screen.snapshot, screen.selection.area, quarter)
    when = Quarter.parse(quarter) if quarter else screen.selection.period.last
    missing, owner = st.columns([0.5, 0.5], gap="medium")
    with missing:
        _panel(screen, f"{screen.text('gap.here')} · {wording.quarter(when, screen.lang)}", _gaps(screen, when), "gaps")
    with owner:
        _panel(screen, screen.text("execution.owner"), _ownership(screen, when), "owner")
    seven = f"{screen.text('execution.seven')} · {wording.quarter(when, screen.lang)}"
    _panel(screen, seven, _seven(screen, measures), "states")
    chain, helped = st.columns([0.6, 0.4], gap="medium")
    with chain:
        _panel(screen, screen.text("execution.chain"), _chain(screen, measures), "states")
    with helped:
        _panel(screen, screen.text("effect.title"), _helped(screen), "effect")


def _panel(screen: Screen, title: str, content: str, about: str) -> None:
    button = about_button(screen, about)
    st.html(f'<section class="panel"><h2 class="panel-title">{escape(title)}{button}</h2>{content}</section>')


def _gaps(screen: Screen, quarter: Quarter) -> str:
    rows = gaps_under(screen.snapshot, screen.selection.area, quarter)
    lines = "".join(
        f"<li><b>{escape(screen.text(f'gap.{rule}'))}.</b> {escape(gap_line(screen, rule, details))}</li>"
        for rule, details in rows[["rule", "details"]].itertuples(index=False)
    )
    return f'<ul class="gap-lines">{lines}</ul>' if lines else f"<p>{escape(screen.text('gap.none'))}</p>"


def _ownership(screen: Screen, quarter: Quarter) -> str:
    """Years in red, the tier that they ask for, and the posts that hold such a tier."""
    area, now = screen.selection.area, situation(screen.snapshot, quarter)
    years = int(now.red_years.get(area, 0))
    asked = tier_asked(years, now.tiers)
    held = now.owners[(now.owners["area"] == area) & (now.owners["rank"] > 0)].sort_values("rank", ascending=False)
    names = [
        f"{word_of(screen, 'post', post)} ({screen.text(f'tier.{tier}')})"
        for post, tier in held[["post", "tier"]].itertuples(index=False)
    ]
    if asked is None:
        line = screen.text("execution.not_red")
    else:
        line = screen.text(
            "execution.red_for", years=wording.number(years, screen.lang), tier=screen.text(f"tier.{asked.code}")
        )
    enough = asked is None or (len(held) > 0 and int(held["rank"].iloc[0]) >= asked.rank)
    if asked is None and not names:
        return f"<p>{escape(line)}</p>"
    owners = "; ".join(names) or screen.text("tier.none")
    return f'<p>{escape(line)}</p><p class="{"owner" if enough else "owner low"}">{escape(screen.text("execution.owned_by", post=owners))}</p>'


def _seven(screen: Screen, measures: pd.DataFrame) -> str:
    """A card for each member: duties of the quarter, with how they stand."""
    cards = "".join(
        _member(screen, member, measures[measures["seven_member"] == member.value]) for member in SevenMember
    )
    return f'<div class="seven">{cards}</div>'


def _member(screen: Screen, member: SevenMember, duties: pd.DataFrame) -> str:
    lines = "".join(
        f'<li><i class="state-{state}" title="{escape(screen.text(f"state.{state}"), quote=True)}"></i>'
        f"<span>{escape(str(text))}<small>{escape(screen.text(f'state.{state}'))}, {escape(wording.day(deadline, screen.lang))}</small></span></li>"
        for text, state, deadline in duties[["text", "state", "deadline"]].itertuples(index=False)
    )
    late = " late" if (duties["state"] == State.OVERDUE).any() else ""
    body = f"<ul>{lines}</ul>" if lines else f"<p>{escape(screen.text('execution.no_duty'))}</p>"
    name = screen.text(f"seven_member.{member}")
    number = counted(tally(duties).iloc[0].to_dict()).asked
    return (
        f'<div class="member{late}{"" if lines else " idle"}"><h4>{escape(name)}<b>{number or "–"}</b></h4>{body}</div>'
    )


def _chain(screen: Screen, measures: pd.DataFrame) -> str:
    """Mahalla → district → region: who answers to whom, with the number of measures on each line."""
    found = chains(measures)
    if found.empty:
        return f"<p>{escape(screen.text('panel.no_measures'))}</p>"
    head = "".join(
        f"<span class='chain-level'>{escape(screen.text(f'level.{level}'))}</span>" for level in LEVELS.values()
    )
    lines = "".join(
        "".join(_link(screen, column, str(row[column]), row) for column in LEVELS) for row in found.to_dict("records")
    )
    return f'<div class="chain">{head}{lines}</div>'


def _link(screen: Screen, column: str, code: str, numbers: Mapping[Hashable, int]) -> str:
    if not code:
        return f'<div class="chain-post nobody">{escape(screen.text("execution.nobody"))}</div>'
    name = word_of(screen, column, code)
    count = ""
    if column == "seven_member":
        overdue, beside = numbers["overdue"], cancelled_beside(numbers["cancelled"], screen.lang)
        late = f"<em>{overdue} {escape(screen.text('execution.overdue'))}</em>" if overdue else ""
        count = f"<small>{escape(screen.text('execution.measures', count=numbers['asked']))} {late} {escape(beside)}</small>"
    return f'<div class="chain-post">{escape(name)}{count}</div>'


def _helped(screen: Screen) -> str:
    """For each factor that this mahalla's finished measures answered, and for each measure: here, and over the region."""
    area, snapshot = screen.selection.area, screen.snapshot
    factors = [str(one) for one in measures_under(snapshot, area)["factor"].dropna().unique()]
    lines = []
    for factor in factors:
        own, everywhere = (
            effect_of(snapshot, "factor", factor, area),
            effect_of(snapshot, "factor", factor, snapshot.region),
        )
        if own is None or everywhere is None or not own.mahallas:
            continue
        name = word_of(screen, "factor", factor)
        lines.append(
            f"<li>{escape(effect_sentence(screen, name, own))}<small>{escape(effect_sentence(screen, screen.area_name(snapshot.region), everywhere))}</small></li>"
        )
    single = measures_that_can_be_judged(screen, measures_under(snapshot, area))
    if not lines and not single:
        return f"<p>{escape(screen.text('effect.few'))}</p>"
    note = f'<p class="note">{escape(window_words(screen))}</p>' if lines else ""
    by_factor = f"{_subtitle(screen, 'by_factor')}{note}<ul class='effects'>{''.join(lines)}</ul>" if lines else ""
    return by_factor + (f"{_subtitle(screen, 'by_measure')}{single}" if single else "")


def _subtitle(screen: Screen, name: str) -> str:
    return f"<h3 class='kind'>{escape(screen.text(f'measure_effect.{name}'))}</h3>"
