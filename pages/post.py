"""Post: everything one post answers for."""

from mapping.ui.chrome import show_filtered_page
from mapping.ui.execution.post_page import show_post

show_filtered_page(show_post, page="post")
