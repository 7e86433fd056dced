"""People: accounts, their rights and posts, invitations."""

from mapping.ui.chrome import show_filtered_page
from mapping.ui.people.page import show_people

show_filtered_page(show_people, page="people")
