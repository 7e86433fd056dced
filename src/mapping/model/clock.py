"""The clock of the people who look: whatever that of the machine says."""

from datetime import timedelta, timezone

HERE = timezone(timedelta(hours=5), "UZT")
"""Uzbekistan is five hours before UTC all year."""
