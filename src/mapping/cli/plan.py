"""The commands themselves. Exit status: 0 written, 1 refused, 2 wrong usage.

Imports of the heavy libraries stand inside the functions, so that `--help` answers at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mapping.cli.forms import area_in, write_form
from mapping.cli.options import Home, home_of, quarter_of
from mapping.cli.printing import failures_told
from mapping.model.locale import DEFAULT_LANG, Lang, text

plan = typer.Typer(no_args_is_help=True, help="Forms for the measures of a coming quarter.")


@plan.callback()
def _group() -> None:
    """Forms for the measures of a coming quarter."""


@plan.command()
def template(
    quarter: Annotated[str, typer.Option(metavar="2026Q2", help="The quarter to be planned.")],
    out: Annotated[Path, typer.Option(dir_okay=False, metavar="FILE.xlsx", help="Where to write the form.")],
    area: Annotated[
        str | None, typer.Option(metavar="CODE", help="Region, district or mahalla; default: the whole region.")
    ] = None,
    home: Home = None,
    lang: Annotated[
        Lang, typer.Option("--lang", envvar="RISKMAP_LANG", help="Language of the form and of what is printed.")
    ] = DEFAULT_LANG,
) -> None:
    """Write an Excel form with every mahalla that needs measures; filled in, it is read as any other table."""
    from mapping.export.plan_file import plan_file  # noqa: PLC0415 (heavy)
    from mapping.store import open_snapshot  # noqa: PLC0415 (heavy)

    when = quarter_of(quarter, "--quarter", lang)
    with failures_told(lang):
        snapshot = open_snapshot(home_of(home))
    made = plan_file(snapshot, when, area_in(snapshot, area, lang), lang)
    write_form(out, made.content, lang)
    typer.echo(text("plan.written", lang, file=out, rows=made.rows, mahallas=made.mahallas))
