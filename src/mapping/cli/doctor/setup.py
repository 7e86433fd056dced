"""The settings: those that cannot be followed, those that are none, and those that do not fit together."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.cli.doctor.finding import Asked, Finding, State
from mapping.model.locale import Lang
from mapping.model.problems import Refused, Told
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


class _Unread(Told):
    """A file that cannot be read, by the first of what is wrong with it."""

    def __init__(self, refused: Refused) -> None:
        self.problem = refused.problems[0]
        super().__init__(str(refused))

    def told(self, lang: Lang) -> str:
        from mapping.reading import place  # noqa: PLC0415 (heavy)
        from mapping.reading.specification import message  # noqa: PLC0415 (heavy)

        return f"{place(self.problem, lang)}: {message(self.problem, lang)}"


def recipients(_asked: Asked) -> Iterator[Finding]:
    """The list of those who get letters: the map works without it."""
    from mapping.live.reminders.recipients import ListRefused, read_recipients  # noqa: PLC0415 (heavy)

    if (file := settings().remind_list) is None:
        return
    try:
        yield Finding("mail", State.WELL, "mail_list", {"file": file, "count": len(read_recipients(file))})
    except ListRefused as fault:
        yield Finding.of("mail", fault, State.NOTE)
    except Refused as fault:
        yield Finding.of("mail", _Unread(fault), State.NOTE)
