"""Did one measure help: in its mahalla, and in all mahallas where the same was done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from mapping.measures.progress import DONE
from mapping.model.markup import Markup, each, joined, markup
from mapping.ui.execution.effects import effect_sentence, ends_of
from mapping.ui.state import Screen
from mapping.views.oversight.effects import MeasureEffect, effect_of_measure

MOST_LISTED = 8


def measure_answer(screen: Screen, row: Mapping[str, Any]) -> Markup:
    """What can be said of a measure by its row, as HTML; or why nothing can."""
    effect = effect_of_measure(screen.snapshot, str(row["id"]))
    if effect is None:
        reason = "too_early" if row["state"] in DONE else "not_done"
        return markup("<p>{}</p>", screen.text(f"measure_effect.{reason}"))
    lines = each("<li>{}</li>", sentences(screen, effect))
    notes = (screen.text(f"measure_effect.{name}") for name in ("not_alone", "same"))
    note = " ".join([_periods(screen, effect), *notes])
    return markup('<ul class="effects">{}</ul><p class="note">{}</p>', lines, note)


def sentences(screen: Screen, found: MeasureEffect) -> list[str]:
    """What can be said of the mahalla itself and, where others had the same measure, of all of them."""
    lines = [effect_sentence(screen, screen.text("measure_effect.here"), found.own)]
    if found.alike.mahallas > 1:
        lines.append(effect_sentence(screen, screen.text("measure_effect.everywhere"), found.alike))
    return lines


def measures_that_can_be_judged(screen: Screen, measures: pd.DataFrame) -> Markup:
    """A list of the measures of a mahalla that an effect can be told of, the latest first; empty where there is none."""
    items: list[Markup] = []
    latest = measures[measures["state"].isin(DONE)].sort_values(["quarter", "id"], ascending=[False, True])
    for measure, text in latest[["id", "text"]].itertuples(index=False):
        effect = effect_of_measure(screen.snapshot, str(measure))
        if effect is not None and len(items) < MOST_LISTED:
            own, *others = sentences(screen, effect)
            more = each("<small>{}</small>", [*others, _periods(screen, effect)])
            items.append(markup("<li><b>{}</b><br>{}{}</li>", str(text), own, more))
    if not items:
        return Markup()
    note = screen.text("measure_effect.not_alone")
    return markup('<ul class="effects">{}</ul><p class="note">{}</p>', joined(items), note)


def _periods(screen: Screen, found: MeasureEffect) -> str:
    return screen.text("measure_effect.periods", **ends_of(found.when))
