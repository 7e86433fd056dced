"""`riskmap events`: tables of incidents, counted into areas."""

from mapping.cli.events.command import events

__all__ = ["events"]
