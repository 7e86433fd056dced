"""`python -m tests.sweep`: every case of every region, or a part; what fails is told by kind, with an address each."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from mapping.model.comparison import ComparedBy
from mapping.model.vocabulary import Group
from tests.sweep.cases import AXES, FORMATS, PAGES, SEED, Case, cases, counted
from tests.sweep.regions import NAMES, ROOT, SHARES, Region, enter, make_region

os.environ["STREAMLIT_CLIENT_SHOW_ERROR_DETAILS"] = "full"


@dataclass(frozen=True)
class Failure:
    """What went wrong in a case; failures of one kind have the same `kind`."""

    region: str
    place: str
    kind: str
    told: str
    trace: str


def checks() -> dict[str, Callable[[Region, Case], None]]:
    """What looks at each place."""
    from tests.sweep import compared, files, pages, views  # noqa: PLC0415 (heavy)

    return {
        "view": views.check_view,
        "values": views.check_values,
        "painting": views.check_painting,
        "clusters": views.check_clusters,
        "table": views.check_table,
        "present": pages.check_present,
        "briefing": pages.check_briefing,
        "overview": pages.check_overview,
        "categories": pages.check_categories,
        **{f"page-{page}": pages.check_page for page in PAGES},
        **{f"compare-{kind}": compared.check_compared for kind in ComparedBy},
        **{f"page-compare-{kind}": pages.check_page for kind in ComparedBy},
        **{f"pack-{name}": files.check_pack for name in FORMATS},
    }


def failure_of(region: Region, case: Case, check: Callable[[Region, Case], None]) -> Failure | None:
    """What is wrong in a case; None where all is well."""
    try:
        check(region, case)
    except Exception as fault:
        return Failure(region.name, case.place, _kind(fault), case.told, traceback.format_exc())
    return None


def _kind(fault: Exception) -> str:
    """The exception and where it was raised, or the sentence of an assertion without its numbers."""
    if isinstance(fault, AssertionError):
        first = str(fault).strip().splitlines()
        return f"AssertionError: {(first or ['?'])[-1 if 'Traceback' in first[:1] else 0][:110]}"
    last = traceback.extract_tb(fault.__traceback__)[-1]
    return f"{type(fault).__name__} in {Path(last.filename).name}:{last.name}: {str(fault)[:80]}"


def main() -> int:
    """Exit status 0 when nothing was found."""
    options = _parser().parse_args()
    begin, total, found = time.monotonic(), 0, 0
    for name in options.region or NAMES:
        region = make_region(name, options.folder, few=options.few)
        enter(region, os.environ)  # type: ignore[arg-type]
        for number, failures in _swept(region, options):
            total += number
            found += len(failures)
            _tell(failures, options.keep)
    print(f"{total} cases in {time.monotonic() - begin:.0f} s: {found} failures")
    return 1 if found else 0


def _swept(region: Region, options: argparse.Namespace) -> Iterator[tuple[int, list[Failure]]]:
    """Indicator by indicator, so that what is computed of one is at hand for all its views."""
    part, parts = map(int, options.part.split("/"))
    pairs = counted(region.snapshot)[part - 1 :: parts]
    share = options.share * SHARES.get(region.name, 1.0)
    work = partial(_sweep, region, tuple(options.place or AXES), options.seed, share)
    if options.workers == 1:
        yield from map(work, pairs)
        return
    with ProcessPoolExecutor(options.workers) as pool:
        yield from pool.map(work, pairs)


def _sweep(
    region: Region, places: tuple[str, ...], seed: str, share: float, what: tuple[str, Group]
) -> tuple[int, list[Failure]]:
    enter(region, os.environ)  # type: ignore[arg-type]
    known, number, failures, spent = checks(), 0, [], Counter[str]()
    for case in cases(region, what, places, seed, share):
        number += 1
        begin = time.monotonic()
        failed = failure_of(region, case, known[case.place])
        spent[case.place] += time.monotonic() - begin
        if failed:
            failures.append(failed)
    slow = ", ".join(f"{place} {seconds:.0f} s" for place, seconds in spent.most_common(4))
    print(f"{region.name} {what[0]} {what[1]}: {number} cases, {len(failures)} failures ({slow})", file=sys.stderr)
    return number, failures


def _tell(failures: list[Failure], keep: Path | None) -> None:
    for (place, kind), often in Counter((one.place, one.kind) for one in failures).most_common():
        first = next(one for one in failures if (one.place, one.kind) == (place, kind))
        print(f"{often:6} {first.region} {place}: {kind}\n       {first.told}")
    if keep:
        with keep.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in failures)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.sweep", description=__doc__)
    parser.add_argument("--region", action="append", choices=NAMES, help="only this region; may stand again")
    parser.add_argument("--place", action="append", choices=AXES, help="only this place; may stand again")
    parser.add_argument("--part", default="1/1", help="every n-th indicator and group, as 2/6")
    parser.add_argument("--share", type=float, default=1.0, help="only so many of the cases, as 0.1")
    parser.add_argument("--few", action="store_true", help="regions of some dozen mahallas")
    parser.add_argument("--seed", default=SEED, help="what is left open is drawn from it")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "sweep", help="where the regions are published")
    parser.add_argument("--keep", type=Path, help="a file to which every failure is added, a line of JSON each")
    return parser
