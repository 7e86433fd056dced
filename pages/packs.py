"""Files to take away: one HTML file, tables and geographic files of the area looked at."""

from mapping.ui.chrome import show_page
from mapping.ui.packs.page import show_packs

show_page(show_packs, page="packs")
