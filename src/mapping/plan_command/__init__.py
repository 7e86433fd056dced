"""`riskmap plan`: forms for the measures of a coming quarter."""

from mapping.plan_command.command import plan

__all__ = ["plan"]
