"""The form for the measures of a coming quarter, made when it is asked for."""

from __future__ import annotations

import streamlit as st

from mapping.export.plan_file import plan_file
from mapping.export.xlsx import XLSX
from mapping.model import wording
from mapping.model.periods import Quarter
from mapping.ui.state import Screen

AHEAD = 3


def show_plan(screen: Screen) -> None:
    """A popover: which quarter, and the button; the form is that of the area looked at."""
    area, running = screen.selection.area, Quarter.of(screen.snapshot.day)
    with st.popover(screen.text("plan.button"), icon=":material/edit_calendar:", key="popover_plan"):
        quarter: Quarter = st.selectbox(
            screen.text("measure.quarter"), [running.shift(step) for step in range(1, AHEAD + 1)], key="plan_quarter",
            format_func=lambda one: wording.quarter(one, screen.lang), filter_mode=None,
        )  # fmt: skip
        st.download_button(
            screen.text("plan.make"),
            data=lambda: plan_file(screen.snapshot, quarter, area, screen.lang).content,
            file_name=f"plan_{area}_{quarter}.xlsx",
            mime=XLSX,
            key="download_plan",
            on_click="ignore",
            type="primary",
        )
