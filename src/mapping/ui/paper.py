"""A list as paper shows it: the grid on the screen is drawn on a canvas and scrolls, a sheet needs a table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mapping.model import wording
from mapping.model.levels import Level, level_of, lineage
from mapping.model.markup import Markup, each, markup
from mapping.ui.state import Screen


def show_on_paper(
    rows: pd.DataFrame, labels: Sequence[str], *, screen: Screen | None = None, codes: pd.Index | None = None
) -> None:
    """The rows as a table that only print shows; a label a column, in the order of the columns. The wordiest gets room.

    On the screen a list may hold the whole region and scroll; on paper that is twenty sheets. With `codes`, the mahalla of each row,
    only those of the district that `screen` looks at are printed, and it is said whose they are.
    """
    caption = Markup("")
    if screen is not None and codes is not None and level_of(screen.selection.area) is not Level.REGION:
        district = lineage(screen.selection.area)[1]
        rows = rows[codes.isin(screen.snapshot.mahallas_of(district))]
        caption = markup("<caption>{}</caption>", screen.area_name(district))
    cells = [[_written(value) for value in row] for row in rows.itertuples(index=False, name=None)]
    longest = max(range(len(labels)), key=lambda at: sum(len(row[at]) for row in cells))
    head = each(
        '<th scope="col" class="{}">{}</th>',
        (("long" if at == longest else "", label) for at, label in enumerate(labels)),
    )
    # HTML lets rows and cells end by themselves; over hundreds of rows that is a quarter of what is sent.
    body = each("<tr>{}", (each("<td>{}", row) for row in cells))
    st.html(
        markup('<table class="on-paper">{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table>', caption, head, body)
    )


def _written(value: object) -> str:
    """A cell's text: nothing for what is missing, no decimals on whole numbers."""
    if value is None or value is pd.NA or value is pd.NaT or value != value:  # noqa: PLR0124 NaN alone differs from itself
        return wording.NOTHING
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
