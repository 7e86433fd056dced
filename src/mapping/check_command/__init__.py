"""`riskmap check`: may this file be published, and if not, what is to be done."""

from mapping.check_command.command import check

__all__ = ["check"]
