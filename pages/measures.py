"""The measures of any area as one list."""

from mapping.ui.chrome import show_filtered_page
from mapping.ui.execution.measure_effect import show_measure
from mapping.ui.measure_list import show_measures
from mapping.ui.state import Screen


def draw(screen: Screen) -> dict[str, str]:
    """Filters, counts by state, list, and the measure that is marked in it."""
    return show_measures(screen, show_measure)


show_filtered_page(draw, page="measures")
