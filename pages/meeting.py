"""The meeting: its agenda, and the screen that presents it."""

from mapping.ui.chrome import show_filtered_page
from mapping.ui.meeting.page import show_meeting

show_filtered_page(show_meeting, page="meeting")
