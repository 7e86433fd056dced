"""`riskmap people`: accounts, their rights and posts, invitations."""

from mapping.cli.people.command import people

__all__ = ["people"]
