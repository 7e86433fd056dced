"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mapping.model.locale import Lang

Language = Annotated[Lang, typer.Option("--lang", envvar="RISKMAP_LANG", help="Language of what is printed.")]
Home = Annotated[
    Path | None,
    typer.Option("--home", envvar="RISKMAP_HOME", help="Where snapshots lie; default: snapshots/ in the project."),
]


def home_of(named: Path | None) -> Path:
    """The folder that was named, else the default one."""
    from mapping.store import default_home  # noqa: PLC0415 (heavy)

    return named.expanduser() if named else default_home()
