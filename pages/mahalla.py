"""One mahalla: who it is, what happened, why, who answers, and its measures by quarter."""

from mapping.ui.chrome import show_page
from mapping.ui.mahalla import show_mahalla

show_page(show_mahalla, page="mahalla")
