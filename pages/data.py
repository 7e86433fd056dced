"""Bringing files: examined, decided on, compared with what is published, published."""

from mapping.ui.chrome import show_page_of_any_state
from mapping.ui.data.page import show_data

show_page_of_any_state(show_data, page="data")
