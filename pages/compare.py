"""Compare: two periods, two districts or two snapshots side by side, and the difference."""

from mapping.ui.chrome import show_filtered_page
from mapping.ui.compare.page import show_compare

show_filtered_page(show_compare, page="compare")
