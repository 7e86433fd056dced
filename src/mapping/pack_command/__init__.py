"""`riskmap pack`: files to take away, without a browser."""

from mapping.pack_command.command import pack

__all__ = ["pack"]
