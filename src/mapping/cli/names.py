"""The names that people settled: listed with who and when, and withdrawn. Exit status: 0 done, 1 not, 2 wrong usage.

Imports of the heavy libraries stand inside the functions, so that `--help` answers at once.
"""

from __future__ import annotations

from typing import Annotated

import typer

from mapping.cli.options import Home, Language, home_of
from mapping.cli.printing import REFUSED, failures_told, out, print_table, printable
from mapping.model.locale import DEFAULT_LANG, text


def names(
    withdraw: Annotated[
        str | None, typer.Option(metavar="NAME", help="Forget what was decided of this name, in any spelling.")
    ] = None,
    home: Home = None,
    lang: Language = DEFAULT_LANG,
) -> None:
    """List the names of areas that people settled, or withdraw one of them."""
    from mapping import publishing  # noqa: PLC0415 (heavy)

    where = home_of(home)
    with failures_told(lang):
        if withdraw is not None:
            gone = publishing.withdraw(where, withdraw)
            if gone is None:
                out().print(printable(text("names.unknown", lang, name=withdraw)))
                raise typer.Exit(REFUSED)
            out().print(printable(text("names.withdrawn", lang, name=gone.name, code=gone.code)))
            return
        settled = publishing.settled_names(where)
    if not settled:
        out().print(text("names.none", lang))
        return
    heads = [text(f"names.{key}", lang) for key in ("name", "code", "who", "when", "why")]
    print_table(heads, [(one.name, one.code, one.who, one.when, one.why) for one in settled])
