"""Execution: who is furthest behind, and the list behind every number."""

from mapping.ui.chrome import show_filtered_page
from mapping.ui.execution.page import show_execution

show_filtered_page(show_execution, page="execution")
