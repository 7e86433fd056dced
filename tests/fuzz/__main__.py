"""`python -m tests.fuzz`: many damaged files through every reader, within bounds of time and memory.

Every input is told by its number alone, so that what fails can be looked at again with `--first NUMBER --inputs 1`.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from queue import Empty

from tests.fuzz.readers import all_readers, damaged, failure

MOST_SECONDS, MOST_BYTES = 10.0, 1 << 30
_FAILURES_SHOWN = 20


def main() -> int:
    """Exit status 0 when nothing but our own refusals and reports came out, in time and within memory."""
    options = _parser().parse_args()
    begin = time.monotonic()
    failed = list(_failures(options.first, options.inputs, options.workers))
    for number, what in failed[:_FAILURES_SHOWN]:
        print(f"{number}: {what}")
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            _, name, content = damaged(number)
            (options.keep / f"{number}-{name.replace('/', '_')}").write_bytes(content)
    names = ", ".join(reader.name for reader in all_readers())
    print(f"{options.inputs} inputs ({names}) in {time.monotonic() - begin:.0f} s: {len(failed)} failures")
    return 1 if failed else 0


def _failures(first: int, inputs: int, workers: int) -> Iterator[tuple[int, str]]:
    """Failures by number, from processes that share the inputs; one that dies or hangs is itself a failure."""
    context = multiprocessing.get_context("spawn")
    told = context.Queue()
    numbers = [range(first + place, first + inputs, workers) for place in range(workers)]
    running = {place: context.Process(target=_work, args=(place, own, told)) for place, own in enumerate(numbers)}
    last = {place: (own.start, time.monotonic()) for place, own in enumerate(numbers)}
    for process in running.values():
        process.start()
    while running:
        try:
            place, number, what, done = told.get(timeout=1)
        except Empty:
            for place, what in _lost(running, last):
                yield last[place][0], what
                running.pop(place).kill()
            continue
        last[place] = (number, time.monotonic())
        if what:
            yield number, what
        if done:
            running.pop(place).join()


def _lost(
    running: dict[int, multiprocessing.process.BaseProcess], last: dict[int, tuple[int, float]]
) -> list[tuple[int, str]]:
    """The processes that ended without saying so, and those that are too long at one input (besides starting)."""
    found = []
    for place, process in running.items():
        if process.exitcode is not None:
            found.append((place, f"the process ended with {process.exitcode} at this input or the next"))
        elif time.monotonic() - last[place][1] > 6 * MOST_SECONDS:
            found.append((place, "no end"))
    return found


def _work(place: int, numbers: range, told: multiprocessing.Queue[tuple[int, int, str | None, bool]]) -> None:
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        for number in numbers:
            told.put((place, number, None, False))
            begin = time.monotonic()
            what = failure(number, Path(folder))
            seconds, memory = time.monotonic() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
            if what is None and seconds > MOST_SECONDS:
                what = f"{seconds:.1f} s"
            if what is None and memory > MOST_BYTES:
                what = f"{memory >> 20} MiB"
            if what:
                told.put((place, number, what, False))
            if memory > MOST_BYTES:
                break
    told.put((place, numbers[-1], None, True))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=24_000, help="how many inputs, shared by all readers in turn")
    parser.add_argument("--first", type=int, default=0, help="number of the first input")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--keep", type=Path, help="folder for the inputs that failed")
    return parser


if __name__ == "__main__":
    sys.exit(main())
