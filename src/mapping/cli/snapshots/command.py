"""The commands themselves. Exit status: 0 success, 1 refused, 2 wrong usage.

Imports of the heavy libraries stand inside the functions, so that `--help` answers at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mapping.model.locale import DEFAULT_LANG, text
from mapping.cli.options import Home, Language, home_of
from mapping.cli.printing import (
    REFUSED,
    err,
    failures_told,
    out,
    print_identity,
    print_join,
    print_problems,
    print_table,
    printable,
)

if TYPE_CHECKING:
    from mapping.model.problems import Problem

snapshots = typer.Typer(
    help="List published snapshots, look at one, compare two, make one current, keep as many as a rule says.",
    invoke_without_command=True,
)
Id = Annotated[str, typer.Argument(metavar="ID", help="Id of a snapshot, as `list` prints it.")]


@snapshots.callback()
def snapshots_default(context: typer.Context, home: Home = None, lang: Language = DEFAULT_LANG) -> None:
    """List published snapshots, look at one, compare two, make one current, keep as many as a rule says.

    Without a subcommand: the list.
    """
    if context.invoked_subcommand is None:
        list_(home, lang)


@snapshots.command("list")
def list_(home: Home = None, lang: Language = DEFAULT_LANG) -> None:
    """List the snapshots by as-of date; the current one is marked with an asterisk."""
    from mapping import store  # noqa: PLC0415 (heavy)
    from mapping.model import wording  # noqa: PLC0415 (heavy)

    where = home_of(home)
    with failures_told(lang):
        manifests, present, current = store.list_snapshots(where), store.snapshot_ids(where), store.current_id(where)
    if not manifests:
        out().print(text("cli.none_published", lang, home=where))
    keys = ("snapshot_id", "snapshot_as_of", "snapshot_created", "snapshot_areas", "snapshot_rows", "snapshot_title")
    headers = [text(f"cli.{key}", lang) for key in keys]
    rows = [
        (
            f"{one.id} *" if one.id == current else one.id,
            one.as_of.isoformat(),
            wording.moment(one.created, lang),
            str(one.rows["area"]),
            str(one.rows["statistic"]),
            one.title_in(lang),
            str(one.warnings),
        )
        for one in manifests
    ]
    if rows:
        print_table([*headers, text("snapshots.warnings", lang)], rows)
    _tell_unreadable(set(present) - {one.id for one in manifests}, home, lang)


def _tell_unreadable(ids: set[str], home: Home, lang: Language) -> None:
    """Why a snapshot that lies there is not in the list."""
    from mapping import store  # noqa: PLC0415 (heavy)

    for one in sorted(ids):
        try:
            store.read_manifest(home_of(home), one)
        except store.NoSnapshot as fault:
            err().print(printable(fault.told(lang)))


@snapshots.command("show")
def show(
    snapshot_id: Id,
    home: Home = None,
    lang: Language = DEFAULT_LANG,
    all_problems: Annotated[
        bool, typer.Option("--all-problems", help="Print every warning, not the first 20.")
    ] = False,
) -> None:
    """Show a snapshot: sources with checksums, row counts, how its tables joined with the areas, its warnings."""
    from mapping import store  # noqa: PLC0415 (heavy)

    with failures_told(lang):
        manifest = store.read_manifest(home_of(home), snapshot_id)
        out().print(f"{manifest.id}  {manifest.as_of}  {printable(manifest.title_in(lang))}")
        sources = [(source.file, str(source.size), source.sha256) for source in manifest.sources]
        print_table([text("cli.source_file", lang), text("cli.source_size", lang), "SHA-256"], sources)
        counted = [(table, str(rows)) for table, rows in manifest.rows.items()]
        print_table([text("cli.join_table", lang), text("snapshots.rows", lang)], counted)
        print_join(manifest, lang)
        _print_warnings(store.read_report(home_of(home), snapshot_id), lang, None if all_problems else 20)


def _print_warnings(remarks: list[Problem], lang: Language, limit: int | None) -> None:
    if remarks:
        out().print(f"{text('snapshots.warnings', lang)}: {len(remarks)}")
    else:
        out().print(text("snapshots.no_warnings", lang))
    print_problems(remarks, lang, limit, out())


@snapshots.command("use")
def use(snapshot_id: Id, home: Home = None, lang: Language = DEFAULT_LANG) -> None:
    """Make a published snapshot the current one; readers see it from their next view on."""
    from mapping import store  # noqa: PLC0415 (heavy)

    with failures_told(lang):
        print_identity(store.use_snapshot(home_of(home), snapshot_id), "cli.now_current", lang)


@snapshots.command("diff")
def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="Id of the earlier snapshot.")],
    after: Annotated[str, typer.Argument(metavar="B", help="Id of the later snapshot.")],
    csv: Annotated[
        Path | None, typer.Option(metavar="DIR", file_okay=False, help="Write a CSV file for every kind of change.")
    ] = None,
    as_json: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", dir_okay=False, help="Write everything as JSON.")
    ] = None,
    all_rows: Annotated[bool, typer.Option("--all", help="Print every row, not the first 20 of a kind.")] = False,
    home: Home = None,
    lang: Language = DEFAULT_LANG,
) -> None:
    """Say what changed from A to B: figures revised, areas, categories, measures added, done and newly overdue.

    Measures are judged on each snapshot's own as-of day.
    """
    from mapping.cli.snapshots import difference  # noqa: PLC0415 (heavy)

    with failures_told(lang):
        found = difference.difference_of(home_of(home), before, after)
        if csv is not None:
            difference.write_csv(found, csv, lang)
        if as_json is not None:
            difference.write_json(found, as_json)
        difference.print_difference(found, lang, None if all_rows else difference.ROWS_SHOWN)


@snapshots.command("verify")
def verify(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Default: every snapshot.")] = None,
    home: Home = None,
    lang: Language = DEFAULT_LANG,
) -> None:
    """Hold every file of a snapshot against the checksum kept when it was published."""
    from mapping import store  # noqa: PLC0415 (heavy)

    where, damaged = home_of(home), False
    with failures_told(lang):
        wanted = ids or store.snapshot_ids(where)
    for one in wanted:
        try:
            with failures_told(lang):
                manifest = store.verify(where, one)
        except typer.Exit:
            damaged = True
        else:
            key = "whole" if manifest.files else "unverifiable"
            out().print(text(f"snapshots.{key}", lang, id=one, files=len(manifest.files)))
    if damaged:
        raise typer.Exit(REFUSED)


@snapshots.command("prune")
def prune(
    keep_last: Annotated[
        int | None, typer.Option(min=1, help="Keep so many of the last published; default: RISKMAP_KEEP_LAST.")
    ] = None,
    keep_months: Annotated[
        int | None, typer.Option(min=1, help="Keep those of the last so many months; default: RISKMAP_KEEP_MONTHS.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Remove nothing; say what would go.")] = False,
    home: Home = None,
    lang: Language = DEFAULT_LANG,
) -> None:
    """Remove the snapshots that the rule does not keep. One that either option keeps stays, and so does the current."""
    from mapping import store  # noqa: PLC0415 (heavy)
    from mapping.model.settings import settings  # noqa: PLC0415 (heavy)

    rule = store.KeepRule(keep_last, keep_months)
    if rule == store.KeepRule():
        rule = store.KeepRule(settings().keep_last, settings().keep_months)
    if rule == store.KeepRule():
        out().print(text("snapshots.keeps_all", lang))
        return
    with failures_told(lang):
        gone = store.prune(home_of(home), rule, only_tell=dry_run)
        for one in gone:
            key = "would_go" if dry_run else "removed"
            out().print(text(f"snapshots.{key}", lang, id=one.id, as_of=one.as_of.isoformat()))
        if not gone:
            out().print(text("snapshots.nothing_goes", lang))
