"""From the files that people bring to a published snapshot: examined, put over what is published, looked at, published."""

from mapping.importing.base import Base, base_of, empty_base
from mapping.importing.desk import Decision, decide, decisions, decisions_of
from mapping.importing.draft import Draft, Item, draft, examine_files
from mapping.importing.preview import Preview, preview

__all__ = [
    "Base",
    "Decision",
    "Draft",
    "Item",
    "Preview",
    "base_of",
    "decide",
    "decisions",
    "decisions_of",
    "draft",
    "empty_base",
    "examine_files",
    "preview",
]
