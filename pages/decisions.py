"""Decisions: typed during the meeting, listed, changed, taken away as measures."""

from mapping.ui.chrome import show_page
from mapping.ui.decisions.page import show_decisions

show_page(show_decisions, page="decisions")
