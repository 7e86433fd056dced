"""`riskmap import`: files as people have them, to a published snapshot."""

from mapping.import_command.command import import_files

__all__ = ["import_files"]
