"""Showing people what was published, and why something was not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.table import Table

from mapping.model.locale import Lang, text

if TYPE_CHECKING:
    from mapping.model.problems import Problem
    from mapping.store import Manifest

REFUSED = 1
PROBLEMS_SHOWN = 20
_NEVER_FOLDED = 1000  # signs: an id or a checksum stays whole, in a pipe too


@contextmanager
def failures_told(
    lang: Lang, limit: int | None = PROBLEMS_SHOWN, *, refused: str = "cli.refused", more: str = "stats.not_shown"
) -> Iterator[None]:
    """Turn what the store, the checks and the system raise into words for a person and exit status 1.

    `refused` is the text below the problems of a refusal, `more` the one for problems beyond the `limit`.
    """
    from mapping.model.problems import Refused, Told  # noqa: PLC0415

    try:
        yield
    except Refused as fault:
        print_problems(fault.problems, lang, limit, err(), more=more)
        err().print(text(refused, lang, count=len(fault.problems)), style="bold")
    except Told as fault:
        err().print(printable(fault.told(lang)))
    except BrokenPipeError:  # whoever read what is printed has gone
        raise
    except OSError as fault:
        file = fault.filename2 or fault.filename or "?"
        err().print(printable(text("cli.out_of_reach", lang, file=file, reason=fault.strerror or str(fault))))
    else:
        return
    raise typer.Exit(REFUSED)


def print_problems(
    problems: Sequence[Problem], lang: Lang, limit: int | None, console: Console, *, more: str = "cli.not_shown"
) -> None:
    """Each problem with its place, value and rule; no more than `limit` of them."""
    from mapping.reading import place  # noqa: PLC0415 (heavy)
    from mapping.reading.specification import message  # noqa: PLC0415 (heavy)

    for problem in problems[:limit]:
        console.print(printable(f"{place(problem, lang)} [{problem.rule}]"), style="bold")
        if problem.value:
            console.print(printable("  " + text("cli.value", lang, value=problem.value)))
        console.print(printable(f"  {message(problem, lang)}"))
    if limit is not None and len(problems) > limit:
        console.print(text(more, lang, count=len(problems) - limit))


def print_join(manifest: Manifest, lang: Lang) -> None:
    """How each table met the areas."""
    rows = [
        (
            join.table,
            f"{join.matched} / {join.rows}",
            _with_samples(join.unplaced_rows, join.unplaced, join.unplaced_areas),
            _with_samples(join.without, join.without_samples, join.without),
        )
        for join in manifest.joins
    ]
    keys = ("join_table", "join_matched", "join_unplaced", "join_without")
    print_table([text(f"cli.{key}", lang) for key in keys], rows, title=text("cli.join_title", lang))


def _with_samples(number: int, samples: tuple[str, ...], areas: int) -> str:
    """`3: 1710999001, …`, the codes shown being up to five of those meant."""
    if not number:
        return "0"
    return f"{number}: {', '.join(samples)}{', …' if areas > len(samples) else ''}"


def print_identity(manifest: Manifest, key: str, lang: Lang) -> None:
    """Which snapshot it is about, and whether its figures are invented."""
    out().print(text(key, lang, id=manifest.id, as_of=manifest.as_of.isoformat()))
    if manifest.demonstration:
        out().print(text("cli.demonstration", lang))


def print_table(headers: Iterable[str], rows: Iterable[tuple[str, ...]], title: str | None = None) -> None:
    """A table whose rows are never folded."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for header in headers:
        table.add_column(header, no_wrap=True)
    for row in rows:
        table.add_row(*(printable(cell) for cell in row))
    Console(markup=False, highlight=False, width=_NEVER_FOLDED).print(table)


def printable(words: str) -> str:
    """The words without control signs: a file's cell must not steer the terminal."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in words)


def out() -> Console:
    """Standard output, one line a text."""
    return Console(markup=False, highlight=False, soft_wrap=True)


def err() -> Console:
    """Standard error, one line a text."""
    return Console(stderr=True, markup=False, highlight=False, soft_wrap=True)
