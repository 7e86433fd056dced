"""What a look at one thing gave: whether it is well, in words, and what to do where it is not."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from mapping.model.locale import Lang, has_text, text
from mapping.model.problems import Ruled, Told


class State(StrEnum):
    """Whether it is well: `note` is to be looked at, `fault` stops the work."""

    WELL = "well"
    NOTE = "note"
    FAULT = "fault"


@dataclass(frozen=True)
class Asked:
    """Of what it is asked: the home folder, and where the server listens or is to listen."""

    home: Path
    host: str
    port: int


@dataclass(frozen=True)
class Finding:
    """`check`: what was looked at; `rule`: what was found, told by the texts `doctor.<rule>` and `doctor.<rule>_do`, or by the fault itself."""

    check: str
    state: State
    rule: str
    details: dict[str, object] = field(default_factory=dict)
    fault: Told | None = None

    @classmethod
    def of(cls, check: str, fault: Told, state: State = State.FAULT) -> Finding:
        """A fault that says itself what is wrong and what to do."""
        return cls(check, state, fault.rule if isinstance(fault, Ruled) else "fault", fault=fault)

    def told(self, lang: Lang) -> str:
        """What was found."""
        return self.fault.told(lang) if self.fault else text(f"doctor.{self.rule}", lang, **self.details)

    def advice(self, lang: Lang) -> str:
        """What to do; "" where there is nothing to do, or the fault has said it."""
        key = f"doctor.{self.rule}_do"
        return text(key, lang, **self.details) if not self.fault and has_text(key) else ""
