"""From the files that people bring to a published snapshot: examined, put over what is published, looked at, published."""

from mapping.publishing.base import Base, base_of, empty_base
from mapping.publishing.desk import Decision, decide, decisions, decisions_of
from mapping.publishing.draft import Draft, Item, draft, examine_files, keep_profiles
from mapping.publishing.preview import Preview, preview
from mapping.reading.tables.profile_shelf import Shelf, find_profile, keep_profile, profiles_of

__all__ = [
    "Base",
    "Decision",
    "Draft",
    "Item",
    "Preview",
    "Shelf",
    "base_of",
    "decide",
    "decisions",
    "decisions_of",
    "draft",
    "empty_base",
    "examine_files",
    "find_profile",
    "keep_profile",
    "keep_profiles",
    "preview",
    "profiles_of",
]
