"""How sure? The same figures with what chance alone would do to them."""

from mapping.ui.certainty.page import show_certainty
from mapping.ui.chrome import show_page

show_page(show_certainty, page="certainty")
