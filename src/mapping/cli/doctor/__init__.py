"""`riskmap doctor`: what is missing or wrong on this machine, and what to do about it."""

from mapping.cli.doctor.command import doctor

__all__ = ["doctor"]
