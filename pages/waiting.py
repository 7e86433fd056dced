"""Waiting: what was reported done, for those who confirm it."""

from mapping.ui.chrome import show_page
from mapping.ui.work.waiting import show_waiting

show_page(show_waiting, page="waiting")
