"""The command line: one module, or package, a command.

Exit status: 0 success, 1 refused (the input, or what could not be written), 2 wrong usage. Imports of the
heavy libraries stand inside the commands, so that `--help` answers at once.
"""

from __future__ import annotations

import codecs
import gc
import io
import os
import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer._click.exceptions import NoArgsIsHelpError, UsageError
from typer.core import TyperGroup

from mapping.cli.backup import backup, restore
from mapping.cli.check import check
from mapping.cli.demo import demo
from mapping.cli.doctor import doctor
from mapping.cli.events import events
from mapping.cli.import_files import import_files
from mapping.cli.names import names
from mapping.cli.pack import pack
from mapping.cli.people import people
from mapping.cli.plan import plan
from mapping.cli.printing import REFUSED, err, printable
from mapping.cli.publish import publish
from mapping.cli.remind import remind
from mapping.cli.repair import repair
from mapping.cli.report import report
from mapping.cli.snapshots import snapshots
from mapping.cli.stats import stats
from mapping.cli.usage import language_asked, told
from mapping.cli.warn import warn
from mapping.model.locale import text
from mapping.model.problems import Told

# Arrow takes memory as it needs it, where its own allocator reserves a gigabyte: the bounds of readers count what is taken.
MEMORY_AS_TAKEN = ("ARROW_DEFAULT_MEMORY_POOL", "system")
# Importing libraries makes a hundred thousand objects that all stay: looking for those that may go takes a tenth of a second.
_OBJECTS_BETWEEN_CLEARINGS = 50_000


class Commands(TyperGroup):
    """The commands; what they print can be written, whatever the terminal says of itself; wrong usage is told in the reader's language."""

    def main(self, args: Sequence[str] | None = None, *arguments: Any, **options: Any) -> Any:
        open_streams_for_all_signs()
        given = sys.argv[1:] if args is None else list(args)
        try:
            status = super().main(given, *arguments, **{**options, "standalone_mode": False})
        except NoArgsIsHelpError as fault:
            raise SystemExit(fault.exit_code) from fault  # it has printed the help
        except UsageError as fault:
            for line in told(fault, language_asked(given)):
                err().print(printable(line))
            raise SystemExit(fault.exit_code) from fault
        except typer.Abort as fault:
            err().print(text("usage.stopped", language_asked(given)))
            raise SystemExit(REFUSED) from fault
        raise SystemExit(status or 0)


def open_streams_for_all_signs() -> None:
    """UTF-8 where nothing but ASCII was spoken of; a sign that the encoding lacks is written as its number."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = "utf-8" if codecs.lookup(stream.encoding).name == "ascii" else stream.encoding
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


app = typer.Typer(
    name="riskmap",
    cls=Commands,
    help="The regional risk map: publish a region's data, look after what was published. "
    "Exit status: 0 success, 1 refused, 2 wrong usage.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(snapshots, name="snapshots")
app.add_typer(plan, name="plan")
app.add_typer(people, name="people")
app.add_typer(report, name="report")
app.command()(stats)
app.command("import")(import_files)
app.command()(events)
app.command()(check)
app.command()(names)
app.command()(pack)
app.command()(demo)
app.command()(publish)
app.command()(repair)
app.command()(backup)
app.command()(restore)
app.command()(remind)
app.command()(warn)
app.command()(doctor)


def main() -> None:
    """Run the command line; a setting that cannot be followed is told before anything is done.

    Where the system's names of files would be ASCII, everything is begun once more with names in UTF-8. Whatever else a
    command did not foresee, and the fault itself can tell, is told: damage, above all.
    """
    if codecs.lookup(sys.getfilesystemencoding()).name == "ascii":
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606 (ourselves)
    open_streams_for_all_signs()
    if "--help" in sys.argv:
        app()  # which ends the program
    os.environ.setdefault(*MEMORY_AS_TAKEN)
    gc.set_threshold(_OBJECTS_BETWEEN_CLEARINGS)
    from mapping.model.settings import language, settings_or_exit  # noqa: PLC0415 (heavy)

    if sys.argv[1:2] != ["doctor"]:  # which tells every setting that cannot be followed
        settings_or_exit()
    try:
        app()
    except Told as fault:
        typer.echo(fault.told(language()), err=True)
        raise SystemExit(REFUSED) from fault


@app.command("data-format", hidden=True)
def data_format() -> None:
    """Print docs/data-format.md, which is made from the table schemas."""
    from mapping.reading.document import data_format as written  # noqa: PLC0415 (heavy)

    typer.echo(written().encode(), nl=False)


if __name__ == "__main__":
    main()
