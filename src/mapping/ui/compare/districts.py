"""Two districts: their key figures beside each other, in place of a map of a difference that has no place."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from mapping.model import wording
from mapping.model.markup import Markup, each, joined, markup
from mapping.stats.change import Change
from mapping.ui.compare.choice import Pair
from mapping.ui.compare.maps import HEAD
from mapping.ui.state import Screen
from mapping.views.briefing.beside import rates_beside, tallies_beside
from mapping.views.briefing.words import shown_or_hidden
from mapping.views.map.comparison import Side

ROW = Markup('<tr class="{}"><th scope="row">{}</th>{}</tr>')
TABLE = Markup('<table class="facts"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>')
_VERDICTS = {Change.ROSE: "higher", Change.FELL: "lower", Change.CANNOT_TELL: "cannot_tell"}


def show_districts(pair: Pair, left: Side, right: Side) -> None:
    """Rates with their ratio, its interval and what can be said of it; then what is counted of measures and gaps."""
    screen, selection = pair.screen, right.selection
    asked = (left.selection.scope, selection.scope, selection.indicator, selection.group, selection.period)
    names = [screen.area_name(code) for code in asked[:2]]
    less = screen.text("compare.less", left=names[0], right=names[1])
    st.html(HEAD.format(screen.text("compare.key_figures"), less))
    rates = _rates(screen, names, rates_beside(screen.snapshot, *asked))
    tallies = _tallies(screen, names, tallies_beside(screen.snapshot, *asked))
    st.html(markup('<div class="compare-districts">{}{}</div>', rates, tallies))


def _rates(screen: Screen, names: list[str], found: pd.DataFrame) -> Markup:
    rows = [
        [
            screen.indicator_name(str(code)),
            *(_rate(screen, row, side) for side in ("left", "right")),
            _ratio(screen, row),
            screen.text(f"compare.{_VERDICTS[row['label']]}") if row["label"] else wording.NOTHING,
        ]
        for code, row in zip(found.index, found.to_dict("records"), strict=True)
    ]
    head = [screen.text("compare.unit_rate"), *names, screen.text("compare.ratio"), screen.text("compare.verdict")]
    return _table(head, rows, [str(label) for label in found["label"]])


def _rate(screen: Screen, row: Mapping[Hashable, Any], side: str) -> str:
    count = shown_or_hidden("count", row[f"count_{side}"], bool(row[f"hidden_{side}"]), screen.lang)
    return f"{wording.figure('rate', row[f'rate_{side}'], screen.lang)} ({count})"


def _ratio(screen: Screen, row: Mapping[Hashable, Any]) -> str:
    """`1,31 (1,10–1,55)`."""
    ratio = wording.figure("ratio", row["ratio"], screen.lang)
    interval = wording.interval("ratio", row["ratio_lo"], row["ratio_hi"], screen.lang)
    return f"{ratio} ({interval})" if interval else ratio


def _tallies(screen: Screen, names: list[str], found: pd.DataFrame) -> Markup:
    rows = [
        [
            screen.text(f"compare.tally_{name}"),
            *(wording.number(row[side], screen.lang) for side in ("left", "right")),
            wording.number(row["difference"], screen.lang, signed=True),
        ]
        for name, row in zip(found.index, found.to_dict("records"), strict=True)
    ]
    return _table([screen.text("compare.tallies"), *names, screen.text("compare.difference")], rows, [""] * len(rows))


def _table(head: Iterable[str], rows: Iterable[Iterable[str]], tones: Iterable[str]) -> Markup:
    body = joined(
        ROW.format(tone, name, each("<td>{}</td>", cells)) for (name, *cells), tone in zip(rows, tones, strict=True)
    )
    return TABLE.format(each('<th scope="col">{}</th>', head), body)
