"""My work: what whoever holds posts has to do now."""

from mapping.ui.chrome import show_page
from mapping.ui.work.mine import show_mine

show_page(show_mine, page="mine")
