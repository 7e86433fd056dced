"""The command itself. Exit status: 0 nothing stops the work, 1 something does, 2 wrong usage."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from mapping.cli.options import Home, Language, home_of
from mapping.cli.printing import REFUSED, out, printable
from mapping.model.locale import DEFAULT_LANG, Lang, text

if TYPE_CHECKING:
    from mapping.cli.doctor.finding import Asked, Finding

Check = Callable[["Asked"], "Iterator[Finding]"]
_HOST = re.compile(r"[A-Za-z0-9.:-]{1,253}", re.ASCII)
_WIDE = 8


def doctor(
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", envvar="HOST", help="Where the server listens, or is to listen.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="PORT", envvar="PORT", min=1, max=65535, help="Its port.")] = 8501,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON, for programs.")] = False,
    home: Home = None,
    lang: Language = DEFAULT_LANG,
) -> None:
    """Tell what is missing or wrong on this machine, and what to do. Nothing is changed; exit status 1 where something stops the work."""
    from mapping.cli.doctor.finding import Asked, State  # noqa: PLC0415 (heavy)

    if not _HOST.fullmatch(host):
        raise typer.BadParameter(text("doctor.bad_host", lang, given=host), param_hint="--host")
    found = list(_findings(Asked(home_of(home), host, port)))
    is_well = all(one.state is not State.FAULT for one in found)
    if as_json:
        told = [
            {"check": one.check, "state": one.state, "rule": one.rule, "told": one.told(lang), "do": one.advice(lang)}
            for one in found
        ]
        out().print(json.dumps({"well": is_well, "checks": told}, ensure_ascii=False, indent=1))
    else:
        _print(found, is_well, lang)
    if not is_well:
        raise typer.Exit(REFUSED)


def _findings(asked: Asked) -> Iterator[Finding]:
    """Every check; what it could not do itself is a finding too."""
    from mapping.cli.doctor.finding import Finding, State  # noqa: PLC0415 (heavy)
    from mapping.model.problems import Told  # noqa: PLC0415
    from mapping.model.settings import SettingsFault  # noqa: PLC0415

    for name, check in _checks():
        try:
            yield from check(asked)
        except SettingsFault:  # `settings` has told it
            yield Finding(name, State.NOTE, "not_looked_at")
        except Told as fault:
            yield Finding.of(name, fault)
        except OSError as fault:
            said = {"file": fault.filename or "?", "reason": fault.strerror or str(fault)}
            yield Finding(name, State.FAULT, "out_of_reach", said)


def _checks() -> list[tuple[str, Check]]:
    from mapping.cli.doctor import data, machine, network, setup  # noqa: PLC0415 (heavy)

    return [
        ("python", machine.python),
        ("packages", machine.packages),
        ("memory", machine.memory),
        ("disk", machine.disk),
        ("fonts", machine.fonts),
        ("locale", machine.names),
        ("clock", machine.clock),
        ("settings", setup.values),
        ("settings", setup.rules),
        ("sign_in", setup.sign_in),
        ("home", data.home),
        ("snapshot", data.snapshot),
        ("database", data.database),
        ("shared", data.shared),
        ("server", network.server),
        ("mail", network.mail),
        ("mail", setup.recipients),
    ]


def _print(found: list[Finding], is_well: bool, lang: Lang) -> None:
    for one in found:
        state = text(f"doctor.state_{one.state}", lang).ljust(_WIDE)
        out().print(printable(f"{state} {text(f'doctor.check_{one.check}', lang)}: {one.told(lang)}"))
        if advice := one.advice(lang):
            out().print(printable(f"{' ' * _WIDE} → {advice}"))
    out().print(text("doctor.well" if is_well else "doctor.unwell", lang))
