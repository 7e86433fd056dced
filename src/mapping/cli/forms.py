"""What the commands that write a form have in common."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mapping.cli.printing import REFUSED, err, printable
from mapping.model.locale import Lang, text

if TYPE_CHECKING:
    from mapping.store import Snapshot


def area_in(snapshot: Snapshot, given: str | None, lang: Lang) -> str:
    """The area that a form is for, by default the whole region. Raises typer.BadParameter where there is none of this code."""
    area = given or snapshot.region
    if area not in snapshot.areas.index:
        raise typer.BadParameter(text("plan.bad_area", lang, given=area), param_hint="--area")
    return area


def write_form(file: Path, content: bytes, lang: Lang) -> None:
    """Write it; where that cannot be done it is told, and the command ends."""
    try:
        file.write_bytes(content)
    except OSError as fault:
        err().print(printable(text("plan.not_written", lang, file=file, reason=fault.strerror or fault)))
        raise typer.Exit(REFUSED) from fault
