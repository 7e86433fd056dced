"""The book: sign-ins, refusals, publications, downloads, and what is done to accounts."""

from mapping.ui.audit.page import show_audit
from mapping.ui.chrome import show_page

show_page(show_audit, page="audit")
