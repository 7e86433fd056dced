"""How often one may ask: so many times a minute, spread evenly, of which a part may come at once (token bucket). Each process counts for itself."""

from __future__ import annotations

from dataclasses import dataclass

AT_ONCE_SECONDS = 10
"""So long one may have asked for nothing and then ask for it at once."""


@dataclass
class _Left:
    questions: float
    at: float


class Limits:
    """What each of those who ask has left. For the event loop alone: nothing is awaited in between."""

    def __init__(self) -> None:
        self._left: dict[str, _Left] = {}

    def wait(self, who: str, *, per_minute: int, now: float) -> float:
        """Seconds until the next question is taken; 0 where this one is, and counted. `now`: in seconds of a clock that never goes back."""
        most = max(1.0, per_minute * AT_ONCE_SECONDS / 60)
        left = self._left.setdefault(who, _Left(most, now))
        left.questions = min(most, left.questions + (now - left.at) * per_minute / 60)
        left.at = now
        if left.questions < 1:
            return (1 - left.questions) * 60 / per_minute
        left.questions -= 1
        return 0.0
