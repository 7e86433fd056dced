"""What changed between two snapshots, and the snapshots there are."""

from mapping.ui.changes.page import show_changes
from mapping.ui.chrome import show_filtered_page

show_filtered_page(show_changes, page="changes")
