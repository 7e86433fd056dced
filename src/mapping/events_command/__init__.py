"""`riskmap events`: tables of incidents, counted into areas."""

from mapping.events_command.command import events

__all__ = ["events"]
