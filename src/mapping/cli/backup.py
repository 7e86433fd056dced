"""`riskmap backup` and `riskmap restore`: all that people brought and wrote, into one file and back. Exit status: 0 success, 1 refused, 2 wrong usage."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mapping.cli.options import Home, Language, home_of
from mapping.cli.printing import err, failures_told, out, printable
from mapping.model.locale import DEFAULT_LANG, Lang, text

if TYPE_CHECKING:
    from mapping.store.backup import Contents


def backup(
    file: Annotated[Path, typer.Argument(dir_okay=False, help="Where to write it; a file that is not there yet.")],
    home: Home = None,
    lang: Language = DEFAULT_LANG,
) -> None:
    """Write snapshots, work, accounts, evidence and what was settled into one file, while everything runs.

    It holds what passwords are checked against: keep it where only those who run the server read. Who is signed in at the moment is left out.
    """
    from mapping.access.tables import PASSING  # noqa: PLC0415 (heavy)
    from mapping.store.backup import back_up  # noqa: PLC0415 (heavy)

    with failures_told(lang):
        made = back_up(home_of(home), file, without=PASSING)
        for fault in made.damaged:
            err().print(printable(fault.told(lang)))
        _print(made.contents, "backup.made", file, lang)


def restore(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A backup.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Also where something lies in the home: it is kept aside.")
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Only hold the backup against its checksums.")] = False,
    home: Home = None,
    lang: Language = DEFAULT_LANG,
) -> None:
    """Bring a backup back into an empty home and database, while the server stands still."""
    from mapping.store import backup as backups  # noqa: PLC0415 (heavy)

    with failures_told(lang):
        if check:
            _print(backups.check(file), "backup.whole", file, lang)
            return
        restored = backups.restore(home_of(home), file, replace=replace)
        _print(restored.contents, "backup.restored", file, lang)
        if restored.aside:
            out().print(printable(text("backup.aside", lang, folder=restored.aside)))


def _print(contents: Contents, key: str, file: Path, lang: Lang) -> None:
    from mapping.model import wording  # noqa: PLC0415 (heavy)

    megabytes = wording.number(contents.bytes / 1_000_000, lang, digits=1)
    said = {"file": file, "made": wording.moment(contents.made, lang), "megabytes": megabytes}
    out().print(printable(text(key, lang, **said, files=len(contents.files), rows=sum(contents.rows.values()))))
