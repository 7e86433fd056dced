"""The command itself. Exit status: 0 taken (and published when asked), 1 refused, 2 wrong usage.

Imports of the heavy libraries stand inside the functions, so that `--help` answers at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from mapping.cli.options import (
    AsOf,
    Dates,
    DecimalSign,
    EveryRow,
    Home,
    Language,
    Projection,
    Sign,
    area_code,
    as_of_day,
    constants_of,
    home_of,
    projection_of,
)
from mapping.cli.printing import REFUSED, err, failures_told, out, print_problems, printable
from mapping.cli.remarks import print_questions, print_remarks, print_sums
from mapping.model.kinds import FileKind
from mapping.model.levels import Level
from mapping.model.locale import DEFAULT_LANG, Lang, text
from mapping.model.signs import has_unwritable, made_visible

if TYPE_CHECKING:
    from mapping.publishing import Item, Preview
    from mapping.reading.tables.figures import Marks

_SHOWN = 20


def import_files(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", exists=True, help="Files of any kind, or folders of such files.")
    ],
    profile: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Mapping profile (YAML) for the tables, or the name of a stored or shipped one."
        ),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(
            metavar="PERIOD",
            help="Period of figures, as 2025Q4, where a table names none; the quarters that events cover.",
        ),
    ] = None,
    dates: Dates = None,
    projection: Projection = None,
    every_row: EveryRow = False,
    kind: Annotated[FileKind | None, typer.Option(help="What the files hold; default: it is told.")] = None,
    level: Annotated[Level | None, typer.Option(help="Level of their areas; default: the content tells.")] = None,
    parent: Annotated[str | None, typer.Option(metavar="CODE", help="The area in which theirs lie.")] = None,
    as_of: AsOf = None,
    title: Annotated[str | None, typer.Option(help="Title of the dataset; default: as published.")] = None,
    real: Annotated[
        bool, typer.Option("--real", help="The figures are not invented, although those they are put over were.")
    ] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin with nothing, not with what is published.")] = False,
    accept: Annotated[
        list[str] | None, typer.Option(metavar="RULE", help="Agree to what is asked under this rule; may be repeated.")
    ] = None,
    decline: Annotated[
        list[str] | None, typer.Option(metavar="RULE", help="Read what is in doubt the other way; may be repeated.")
    ] = None,
    decimal: DecimalSign = None,
    replace_by_blank: Annotated[
        bool, typer.Option("--replace-by-blank", help="Make published values blank where a file is.")
    ] = False,
    publish: Annotated[
        bool, typer.Option("--publish", help="Publish when nothing is refused and every question is agreed to.")
    ] = False,
    home: Home = None,
    lang: Language = DEFAULT_LANG,
) -> None:
    """Put files over what is published: examined, shown what would change, and published with --publish.

    Figures take the place of those with the same area, period, indicator and group; what no file gives stays, and so does
    a published value where a file is blank. What would change figures besides is asked. Every rule is explained in
    docs/data-spec.md.
    """
    from mapping import publishing  # noqa: PLC0415 (heavy)
    from mapping.publishing import find_profile, publish_seen  # noqa: PLC0415 (heavy)
    from mapping.reading.request import Request  # noqa: PLC0415 (heavy)
    from mapping.reading.specification import rule_of  # noqa: PLC0415 (heavy)

    where, day, chosen_parent = home_of(home), as_of_day(as_of, lang), area_code(parent, lang)
    agreed, marks = frozenset(accept or ()), _marks(accept or (), decline or (), decimal, lang)
    constants = constants_of(period, dates, projection_of(projection, lang), every_row=every_row)
    if title is not None and has_unwritable(title):
        raise typer.BadParameter(text("rule.control_sign", lang, value=made_visible(title)), param_hint="--title")
    with failures_told(lang, refused="importing.refused"):
        stored = publishing.profiles_of(where)
        print_problems(stored.problems, lang, _SHOWN, err(), more="stats.not_shown")
        base = publishing.empty_base() if fresh else publishing.base_of(where)
        gathered = publishing.gather(files)
        if gathered.passed_over:
            names = ", ".join(path.name for path in gathered.passed_over)
            out().print(printable(text("importing.passed_over", lang, names=names)))
        items = publishing.examine_files(
            gathered.files, base, Request(
                kind, level, chosen_parent, profile=find_profile(where, profile) if profile else None,
                profiles=stored.profiles, constants=constants, marks=marks,
                settled=publishing.settled_codes(where), as_of=day,
            ),
        )  # fmt: skip
        _print_items(items, lang)
        made = publishing.propose(
            items,
            base,
            as_of=day,
            title=title,
            demonstration=False if real else None,
            replace_by_blank=replace_by_blank,
        )
        print_remarks(made.kept, lang)
        seen = publishing.preview(made, where)
        _print_preview(seen, lang)
        print_sums(publishing.compared_sums(made), lang)
        questions = made.open_questions(agreed)
        if questions:
            print_questions(sorted({rule_of(one) for one in questions}), lang)
        if not publish:
            out().print(text("importing.not_published", lang))
            return
        if questions:
            out().print(text("importing.refused", lang))
            raise typer.Exit(REFUSED)
        manifest = publish_seen(made, seen, where, over=None if fresh else base.snapshot)
        out().print(text("importing.published", lang, id=manifest.id, as_of=manifest.as_of.isoformat()))
        publishing.keep_profiles(where, items)


def _marks(accepted: Sequence[str], declined: Sequence[str], decimal: Sign | None, lang: Lang) -> Marks:
    """How numbers and doubts are to be read. Raises typer.BadParameter for what is no question, or none that has another reading."""
    from mapping import publishing  # noqa: F401, PLC0415 (heavy; registers its rules)
    from mapping.reading.registry import Severity, sectioned  # noqa: PLC0415 (heavy)
    from mapping.reading.tables.doubts import DECLINABLE, DOUBTS  # noqa: PLC0415 (heavy)
    from mapping.reading.tables.figures import Marks  # noqa: PLC0415 (heavy)

    asked = sorted(rule for rule, check in sectioned().items() if check.severity is Severity.ASK)
    for rules, known, option in ((accepted, asked, "--accept"), (declined, DECLINABLE, "--decline")):
        if wrong := [rule for rule in rules if rule not in known]:
            raise typer.BadParameter(
                text("usage.choice", lang, given=wrong[0], known=", ".join(known)), param_hint=option
            )
    agreed = frozenset(accepted) & set(DOUBTS) if declined else frozenset()
    return Marks(decimal.value if decimal else None, agreed=agreed, declined=frozenset(declined))


def _print_items(items: Sequence[Item], lang: Lang) -> None:
    from mapping.reading.reporting import summary  # noqa: PLC0415 (heavy)

    for item in items:
        out().print(printable(item.path.name), style="bold")
        out().print("  " + "  ".join(f"{name}: {value}." for name, value in summary(item.report, lang)))
        print_remarks(item.report.problems, lang)


def _print_preview(seen: Preview, lang: Lang) -> None:
    from mapping.views.difference import ChangeKind  # noqa: PLC0415 (heavy)

    rows = [(text("importing.areas", lang), *seen.areas), *((name, *numbers) for name, numbers in seen.rows.items())]
    table = Table(title=text("importing.preview", lang), title_justify="left", box=None, pad_edge=False)
    for key in ("table", "before", "after"):
        table.add_column(text(f"importing.{key}", lang))
    for name, before, after in rows:
        table.add_row(name, str(before), str(after))
    out().print(table)
    if seen.difference is None:
        out().print(text("importing.nothing_published", lang))
        return
    counts = seen.difference.counts
    told = {"revised": ChangeKind.FIGURES, "added": ChangeKind.AREAS_ADDED, "gone": ChangeKind.AREAS_GONE}
    for key, kind in told.items():
        out().print(text(f"importing.{key}", lang, count=counts[kind]))
