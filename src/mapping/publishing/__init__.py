"""From checked frames to a current snapshot: files as people have them, or a dataset folder."""

from mapping.publishing.base import Base, base_of, empty_base
from mapping.publishing.desk import Decision, decide, decisions, decisions_of, withdraw_decision
from mapping.publishing.draft import Draft, Item, draft, examine_files, keep_profiles
from mapping.publishing.preview import Preview, preview
from mapping.publishing.publication import (
    DERIVED,
    PublishReport,
    display_geometry,
    keep_tables,
    publish,
    publish_dataset,
    unchanged,
    whole_tables,
)
from mapping.publishing.sums import ComparedSum, compared_sums
from mapping.reading.tables.profile_shelf import Shelf, find_profile, keep_profile, profiles_of

__all__ = [
    "DERIVED",
    "Base",
    "ComparedSum",
    "Decision",
    "Draft",
    "Item",
    "Preview",
    "PublishReport",
    "Shelf",
    "base_of",
    "compared_sums",
    "decide",
    "decisions",
    "decisions_of",
    "display_geometry",
    "draft",
    "empty_base",
    "examine_files",
    "find_profile",
    "keep_profile",
    "keep_profiles",
    "keep_tables",
    "preview",
    "profiles_of",
    "publish",
    "publish_dataset",
    "unchanged",
    "whole_tables",
    "withdraw_decision",
]
