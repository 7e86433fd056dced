"""On the mahalla's page: who answers for it, what is missing, what each of the seven has to do, and whether it helped."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from mapping.measures.effect import Verdict
from mapping.measures.ownership import tier_asked
from mapping.measures.progress import State, tally
from mapping.measures.rollup import counted
from mapping.model import wording
from mapping.model.markup import Markup, each, joined, markup
from mapping.model.periods import Quarter
from mapping.model.vocabulary import SevenMember
from mapping.ui.execution.choice import load_choice, quarter_of
from mapping.ui.execution.effects import effect_sentence, window_words
from mapping.ui.execution.gap_words import gap_line
from mapping.ui.execution.measure_effect import measures_that_can_be_judged
from mapping.ui.measure_filter import CHAIN, MeasureFilter, to_measures
from mapping.ui.measure_words import word_of
from mapping.ui.panels import load_style, panel
from mapping.ui.state import Screen
from mapping.views.briefing.words import cancelled_beside
from mapping.views.oversight.duties import chains
from mapping.views.oversight.effects import effect_of
from mapping.views.oversight.situation import gaps_under, measures_under, situation

DUTY = Markup('<li><i class="state-{0}" title="{1}"></i><span>{2}<small>{1}, {3}</small></span></li>')
LEVELS = {"seven_member": "mahalla", "district_post": "district", "region_post": "region"}


def show_answers(screen: Screen) -> None:
    """Gaps and owner first, then the seven, the chain, and the effect."""
    load_style("execution")
    quarter = quarter_of(screen, load_choice())
    measures = measures_under(screen.snapshot, screen.selection.area, quarter)
    when = Quarter.parse(quarter) if quarter else screen.selection.period.last
    missing, owner = st.columns([0.5, 0.5], gap="medium")
    with missing:
        title = f"{screen.text('gap.here')} · {wording.quarter(when, screen.lang)}"
        st.html(panel(screen, title, _gaps(screen, when), "gaps"))
    with owner:
        st.html(panel(screen, screen.text("execution.owner"), _ownership(screen, when), "owner"))
    seven = f"{screen.text('execution.seven')} · {wording.quarter(when, screen.lang)}"
    st.html(panel(screen, seven, _seven(screen, measures, quarter), "states"))
    chain, helped = st.columns([0.6, 0.4], gap="medium")
    with chain:
        st.html(panel(screen, screen.text("execution.chain"), _chain(screen, measures, quarter), "states"))
    with helped:
        st.html(panel(screen, screen.text("effect.title"), _helped(screen), "effect"))


def _gaps(screen: Screen, quarter: Quarter) -> Markup:
    rows = gaps_under(screen.snapshot, screen.selection.area, quarter)
    lines = joined(
        markup("<li><b>{}.</b> {}</li>", screen.text(f"gap.{rule}"), gap_line(screen, rule, details))
        for rule, details in rows[["rule", "details"]].itertuples(index=False)
    )
    return markup('<ul class="gap-lines">{}</ul>', lines) if lines else markup("<p>{}</p>", screen.text("gap.none"))


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
        return markup("<p>{}</p>", line)
    owned = screen.text("execution.owned_by", post="; ".join(names) or screen.text("tier.none"))
    return markup('<p>{}</p><p class="{}">{}</p>', line, "owner" if enough else "owner low", owned)


def _seven(screen: Screen, measures: pd.DataFrame, quarter: str) -> Markup:
    """A card for each member: duties of the quarter, with how they stand."""
    cards = joined(
        _member(screen, member, measures[measures["seven_member"] == member.value], quarter) for member in SevenMember
    )
    return markup('<div class="seven">{}</div>', cards)


def _member(screen: Screen, member: SevenMember, duties: pd.DataFrame, quarter: str) -> Markup:
    lines = joined(
        DUTY.format(state, screen.text(f"state.{state}"), text, wording.day(deadline, screen.lang))
        for text, state, deadline in duties[["text", "state", "deadline"]].itertuples(index=False)
    )
    kind = (" late" if (duties["state"] == State.OVERDUE).any() else "") + ("" if lines else " idle")
    body = markup("<ul>{}</ul>", lines) if lines else markup("<p>{}</p>", screen.text("execution.no_duty"))
    name = screen.text(f"seven_member.{member}")
    asked = counted(tally(duties).iloc[0].to_dict()).asked
    only = MeasureFilter(quarter=quarter, state="asked", post=member)
    number = to_measures(screen, wording.number(asked, screen.lang), only) if asked else "–"
    return markup('<div class="member{}"><h4>{}<b>{}</b></h4>{}</div>', kind, name, number, body)


def _chain(screen: Screen, measures: pd.DataFrame, quarter: str) -> Markup:
    """Mahalla → district → region: who answers to whom, with the number of measures on each line, each the way to its list."""
    rows = chains(measures)
    if rows.empty:
        return markup("<p>{}</p>", screen.text("panel.no_measures"))
    head = each("<span class='chain-level'>{}</span>", (screen.text(f"level.{level}") for level in LEVELS.values()))
    lines = joined(
        _link(screen, column, str(row[column]), _counts(screen, row, quarter) if column == "seven_member" else Markup())
        for row in rows.to_dict("records")
        for column in LEVELS
    )
    return markup('<div class="chain">{}{}</div>', head, lines)


def _link(screen: Screen, column: str, code: str, counts: Markup) -> Markup:
    kind, name = ("", word_of(screen, column, code)) if code else (" nobody", screen.text("execution.nobody"))
    return markup('<div class="chain-post{}">{}{}</div>', kind, name, counts)


def _counts(screen: Screen, row: Mapping[Hashable, Any], quarter: str) -> Markup:
    """How many measures a chain answers for, how many of them are overdue, and how many are cancelled besides."""
    chain = CHAIN.join(str(row[column]) for column in LEVELS)

    def listed(state: str, words: str) -> Markup:
        return to_measures(screen, words, MeasureFilter(quarter, state, post=chain)) if row[state] else Markup()

    late = listed("overdue", f"{row['overdue']} {screen.text('execution.overdue')}")
    asked = listed("asked", screen.text("execution.measures", count=row["asked"]))
    return markup(
        "<small>{} {} {}</small>",
        asked,
        markup("<em>{}</em>", late) if late else "",
        listed("cancelled", cancelled_beside(row["cancelled"], screen.lang)),
    )


def _helped(screen: Screen) -> Markup:
    """One sentence for all factors that this mahalla's finished measures answered; folded away what can be said of each factor and
    each measure, here and over the region.
    """
    area, snapshot = screen.selection.area, screen.snapshot
    lines, verdicts = [], []
    for factor in measures_under(snapshot, area)["factor"].dropna().unique():
        own, everywhere = (effect_of(snapshot, "factor", factor, where) for where in (area, snapshot.region))
        if own is None or everywhere is None or not own.mahallas:
            continue
        verdicts.append(own.verdict)
        here = effect_sentence(screen, word_of(screen, "factor", factor), own)
        lines.append((here, effect_sentence(screen, screen.area_name(snapshot.region), everywhere)))
    by_factor = markup(
        "{}<p class=\"note\">{}</p><ul class='effects'>{}</ul>",
        _subtitle(screen, "by_factor"), window_words(screen), each("<li>{}<small>{}</small></li>", lines),
    )  # fmt: skip
    single = measures_that_can_be_judged(screen, measures_under(snapshot, area))
    if not lines and not single:
        return markup("<p>{}</p>", screen.text("effect.few"))
    told = joined([by_factor if lines else "", _subtitle(screen, "by_measure") if single else "", single])
    return markup(
        '<p>{}</p><details class="folded"><summary>{}</summary>{}</details>',
        _in_one_sentence(screen, verdicts), screen.text("effect.more"), told,
    )  # fmt: skip


def _in_one_sentence(screen: Screen, verdicts: Sequence[Verdict]) -> str:
    """Of the factors answered here, how many went better, and how many worse, than without the measures."""
    helped, worse = verdicts.count(Verdict.HELPED), verdicts.count(Verdict.WORSE)
    if not helped and not worse:
        return screen.text("effect.none_told")
    return screen.text("effect.in_one", total=len(verdicts), helped=helped, worse=worse)


def _subtitle(screen: Screen, name: str) -> Markup:
    return markup("<h3 class='kind'>{}</h3>", screen.text(f"measure_effect.{name}"))
