"""The measures of any area as one list."""

from mapping.ui.chrome import show_filtered_page
from mapping.ui.execution.measure_detail import show_detail
from mapping.ui.measure_list import show_measures
from mapping.ui.state import Screen
from mapping.ui.work.form import show_form


def draw(screen: Screen) -> dict[str, str]:
    """Filters, counts by state, list, and the measure that is open in it; reports by a form."""
    return show_measures(screen, show_detail, lambda quarter: show_form(screen, quarter))


show_filtered_page(draw, page="measures")
