"""On the mahalla's page: who answers for it, what is missing, what each of the seven has to do, and whether it helped."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pandas as pd
import streamlit as st
from markupsafe import Markup

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
    st.html(
        Markup('<section class="panel"><h2 class="panel-title">{}{}</h2>{}</section>').format(title, button, content)
    )


def _gaps(screen: Screen, quarter: Quarter) -> Markup:
    rows = gaps_under(screen.snapshot, screen.selection.area, quarter)
    lines = Markup().join(
        Markup("<li><b>{}.</b> {}</li>").format(screen.text(f"gap.{rule}"), gap_line(screen, rule, details))
        for rule, details in rows[["rule", "details"]].itertuples(index=False)
    )
    return (
        Markup('<ul class="gap-lines">{}</ul>').format(lines)
        if lines
        else Markup("<p>{}</p>").format(screen.text("gap.none"))
    )


def _ownership(screen: Screen, quarter: Quarter) -> Markup:
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
        return Markup("<p>{}</p>").format(line)
    owners = "; ".join(names) or screen.text("tier.none")
    return Markup('<p>{}</p><p class="{}">{}</p>').format(
        line, "owner" if enough else "owner low", screen.text("execution.owned_by", post=owners)
    )


def _seven(screen: Screen, measures: pd.DataFrame) -> Markup:
    """A card for each member: duties of the quarter, with how they stand."""
    cards = Markup().join(
        _member(screen, member, measures[measures["seven_member"] == member.value]) for member in SevenMember
    )
    return Markup('<div class="seven">{}</div>').format(cards)


def _member(screen: Screen, member: SevenMember, duties: pd.DataFrame) -> Markup:
    lines = Markup().join(
        Markup(
            '<li><i class="state-{state}" title="{state_2}"></i><span>{text}<small>{state_2}, {day}</small></span></li>'
        ).format(
            state=state, state_2=screen.text(f"state.{state}"), text=str(text), day=wording.day(deadline, screen.lang)
        )
        for text, state, deadline in duties[["text", "state", "deadline"]].itertuples(index=False)
    )
    late = " late" if (duties["state"] == State.OVERDUE).any() else ""
    body = (
        Markup("<ul>{}</ul>").format(lines) if lines else Markup("<p>{}</p>").format(screen.text("execution.no_duty"))
    )
    name = screen.text(f"seven_member.{member}")
    number = counted(tally(duties).iloc[0].to_dict()).asked
    return Markup('<div class="member{}{}"><h4>{}<b>{}</b></h4>{}</div>').format(
        late, "" if lines else " idle", name, number or "–", body
    )


def _chain(screen: Screen, measures: pd.DataFrame) -> Markup:
    """Mahalla → district → region: who answers to whom, with the number of measures on each line."""
    found = chains(measures)
    if found.empty:
        return Markup("<p>{}</p>").format(screen.text("panel.no_measures"))
    head = Markup().join(
        Markup("<span class='chain-level'>{}</span>").format(screen.text(f"level.{level}")) for level in LEVELS.values()
    )
    lines = Markup().join(
        Markup().join(_link(screen, column, str(row[column]), row) for column in LEVELS)
        for row in found.to_dict("records")
    )
    return Markup('<div class="chain">{}{}</div>').format(head, lines)


def _link(screen: Screen, column: str, code: str, numbers: Mapping[Hashable, int]) -> Markup:
    if not code:
        return Markup('<div class="chain-post nobody">{}</div>').format(screen.text("execution.nobody"))
    name = word_of(screen, column, code)
    count = ""
    if column == "seven_member":
        overdue, beside = numbers["overdue"], cancelled_beside(numbers["cancelled"], screen.lang)
        late = Markup("<em>{} {}</em>").format(overdue, screen.text("execution.overdue")) if overdue else ""
        count = Markup("<small>{} {} {}</small>").format(
            screen.text("execution.measures", count=numbers["asked"]), late, beside
        )
    return Markup('<div class="chain-post">{}{}</div>').format(name, count)


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
            Markup("<li>{}<small>{}</small></li>").format(
                effect_sentence(screen, name, own),
                effect_sentence(screen, screen.area_name(snapshot.region), everywhere),
            )
        )
    single = measures_that_can_be_judged(screen, measures_under(snapshot, area))
    if not lines and not single:
        return Markup("<p>{}</p>").format(screen.text("effect.few"))
    found = []
    if lines:
        note = Markup('<p class="note">{}</p>').format(window_words(screen))
        listed = Markup("<ul class='effects'>{}</ul>").format(Markup().join(lines))
        found += [_subtitle(screen, "by_factor"), note, listed]
    if single:
        found += [_subtitle(screen, "by_measure"), single]
    return Markup().join(found)


def _subtitle(screen: Screen, name: str) -> Markup:
    return Markup("<h3 class='kind'>{}</h3>").format(screen.text(f"measure_effect.{name}"))
