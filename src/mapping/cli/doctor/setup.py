"""The settings: those that cannot be followed, those that are none, and those that do not fit together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mapping.cli.doctor.finding import Asked, Finding, State
from mapping.model.settings import not_settings, setting_faults, settings
from mapping.stats.category_rules import read_rules


def values(_asked: Asked) -> Iterator[Finding]:
    """Every variable by itself."""
    faults, unknown = setting_faults(), not_settings()
    for fault in faults:
        yield Finding.of("settings", fault)
    for name in unknown:
        yield Finding("settings", State.NOTE, "settings_unknown", {"name": name})
    if not faults and not unknown:
        yield Finding("settings", State.WELL, "settings")


def sign_in(asked: Asked) -> Iterator[Finding]:
    """Whether the server would start with these ways to come in, on this address."""
    from mapping.web.start import does_not_fit  # noqa: PLC0415 (heavy)

    refusal = does_not_fit(asked.host)
    ways = ", ".join(settings().sign_in)
    if refusal is not None:
        yield Finding.of("sign_in", refusal)
    elif settings().asks_who_comes:
        yield Finding("sign_in", State.WELL, "sign_in", {"ways": ways})
    else:
        yield Finding("sign_in", State.NOTE, "sign_in_nobody", {"host": asked.host})


def rules(_asked: Asked) -> Iterator[Finding]:
    """The file of categories of an own, where one is named; raises RulesFault."""
    if (file := settings().categories) is not None:
        read_rules(file)
        yield Finding("settings", State.WELL, "categories_own", {"file": file})


def recipients(_asked: Asked) -> Iterator[Finding]:
    """The list of those who get letters; raises what reading it raises."""
    from mapping.live.reminders.recipients import read_recipients  # noqa: PLC0415 (heavy)

    file: Path | None = settings().remind_list
    if file is not None:
        yield Finding("mail", State.WELL, "mail_list", {"file": file, "count": len(read_recipients(file))})
