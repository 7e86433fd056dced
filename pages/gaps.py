"""Gaps: the agenda of the next meeting."""

from mapping.ui.chrome import show_filtered_page
from mapping.ui.execution.gaps_page import show_gaps

show_filtered_page(show_gaps, page="gaps")
