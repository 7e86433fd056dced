"""Official categories beside those that rules give, other thresholds tried out, years in red."""

from mapping.ui.categories.page import show_categories
from mapping.ui.chrome import show_filtered_page

show_filtered_page(show_categories, page="categories")
