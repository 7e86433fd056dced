"""`riskmap check`: may this file be published, and if not, what is to be done."""

from mapping.cli.check.command import check

__all__ = ["check"]
