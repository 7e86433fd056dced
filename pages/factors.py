"""Factors: the main causes of crime on the map, by district, and what answers them."""

from mapping.ui.chrome import show_filtered_page
from mapping.ui.factors import show_factors

show_filtered_page(show_factors, page="factors")
