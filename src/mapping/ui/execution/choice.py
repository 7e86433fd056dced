"""What is chosen on the pages of execution, kept in the session and in the link alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from functools import partial
from typing import Any

import streamlit as st

from mapping.measures.progress import Count
from mapping.measures.rollup import By
from mapping.model import wording
from mapping.model.periods import Quarter
from mapping.model.selection import DEFAULT_SILENT, SILENT_AFTER
from mapping.ui.controls import choose
from mapping.ui.state import Screen, take_choice
from mapping.views.oversight.situation import measure_quarters

_KEPT, _WRITTEN = "execution_choice", "execution_written"
ALL = "all"


@dataclass(frozen=True)
class Choice:
    """Codes, as in a link; empty: the default. `quarter` may be `all`; `row` and `column` are a cell of the matrix, `count` is what it counts, `silent` after how
    many days without a report."""

    quarter: str = ""
    by: str = By.SECTOR.value
    row: str = ""
    column: str = ""
    post: str = ""
    count: str = Count.OVERDUE.value
    silent: str = str(DEFAULT_SILENT)

    def to_query(self) -> dict[str, str]:
        """The link's parameters, prefixed so that they meet no parameter of the view."""
        usual = {"count": Count.OVERDUE.value, "silent": str(DEFAULT_SILENT)}
        return {f"x_{name}": value for name, value in asdict(self).items() if value and value != usual.get(name)}

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Choice:
        """Read a link; what is absent is the default."""
        given = {one.name: query[f"x_{one.name}"] for one in fields(cls) if f"x_{one.name}" in query}
        return cls(**given)


def load_choice() -> Choice:
    """The link's choice when a link was followed, else the session's."""
    query = st.query_params.to_dict()
    wanted = Choice.from_query(query)
    linked = any(name.startswith("x_") for name in query)
    if _KEPT not in st.session_state or (linked and wanted.to_query() != st.session_state.get(_WRITTEN)):
        st.session_state[_KEPT] = wanted
    kept: Choice = st.session_state[_KEPT]
    st.session_state[_WRITTEN] = kept.to_query()
    return kept


def keep(**chosen: str) -> None:
    """Change fields of the choice."""
    take_choice()
    st.session_state[_KEPT] = replace(st.session_state[_KEPT], **chosen)


def quarter_of(screen: Screen, choice: Choice) -> str:
    """The chosen quarter as written, or empty for all; by default the period's last, else the latest with measures."""
    offered = _offered(screen)
    if choice.quarter == ALL:
        return ""
    own = str(screen.selection.period.last)
    return choice.quarter if choice.quarter in offered else own if own in offered else offered[-1]


def count_of(choice: Choice) -> tuple[Count, int]:
    """What the matrix counts, and after how many days without a report one asks; the defaults for what a link has otherwise."""
    count = Count(choice.count) if choice.count in list(Count) else Count.OVERDUE
    return count, next((days for days in SILENT_AFTER if str(days) == choice.silent), DEFAULT_SILENT)


def _offered(screen: Screen) -> list[str]:
    """The quarters with measures, the earliest first; where there are none yet, the period's last."""
    return [str(one) for one in measure_quarters(screen.snapshot) or [screen.selection.period.last]]


def choose_quarter(screen: Screen, quarter: str, *, with_all: bool = False) -> None:
    """The select box of quarters, the latest first; `with_all` also offers all of them together."""
    offered = _offered(screen)[::-1]
    choose(
        screen.text("measure.quarter"), [*([ALL] if with_all else []), *offered], quarter or ALL, key="w_x_quarter",
        words=partial(_quarter_word, screen), then=lambda chosen: keep(quarter=chosen),
    )  # fmt: skip


def _quarter_word(screen: Screen, quarter: str) -> str:
    return (
        screen.text("execution.all_quarters")
        if quarter == ALL
        else wording.quarter(Quarter.parse(quarter), screen.lang)
    )


def cell_chosen(key: str) -> Any:
    """What a component's click said: `row|column`, or None."""
    return getattr(st.session_state.get(key), "cell", None)
