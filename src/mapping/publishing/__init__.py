"""From checked frames to a current snapshot: files as people have them, or a dataset folder."""

from mapping.publishing.base import Base, base_of, empty_base
from mapping.publishing.gathering import Gathered, gather
from mapping.publishing.items import Item, examine_files, keep_profiles
from mapping.publishing.preview import Preview, preview, publish_seen
from mapping.publishing.proposal import Proposal, propose
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
from mapping.publishing.settled_names import SettledName, settle, settled_codes, settled_names, withdraw
from mapping.publishing.sums import ComparedSum, compared_sums
from mapping.reading.tables.profile_shelf import Shelf, find_profile, keep_profile, profiles_of

__all__ = [
    "DERIVED",
    "Base",
    "ComparedSum",
    "Gathered",
    "Item",
    "Preview",
    "Proposal",
    "PublishReport",
    "SettledName",
    "Shelf",
    "base_of",
    "compared_sums",
    "display_geometry",
    "empty_base",
    "examine_files",
    "find_profile",
    "gather",
    "keep_profile",
    "keep_profiles",
    "keep_tables",
    "preview",
    "profiles_of",
    "propose",
    "publish",
    "publish_dataset",
    "publish_seen",
    "settle",
    "settled_codes",
    "settled_names",
    "unchanged",
    "whole_tables",
    "withdraw",
]
