"""`python -m tests.fuzz`: many damaged files through every reader, within bounds of time and memory.

Every input is told by its number alone, so that what fails can be looked at again with `--first NUMBER --inputs 1`.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.fuzz.readers import all_readers, damaged, failure

MOST_SECONDS, MOST_BYTES = 10.0, 1 << 30
_FAILURES_SHOWN = 20
_PATIENCE = 60.0  # seconds, starting a process included


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
    running: dict[Connection, Worker] = {}
    for place in range(workers):
        numbers = range(first + place, first + inputs, workers)
        told, tell = context.Pipe(duplex=False)
        running[told] = Worker(context.Process(target=_work, args=(numbers, tell)), numbers.start)
        running[told].process.start()
        tell.close()
    while running:
        ready = wait(list(running), timeout=1)
        for told in list(running):
            worker = running[told]
            if told in ready:
                yield from worker.heard(told)
            elif time.monotonic() - worker.since > _PATIENCE:
                worker.process.kill()
                yield worker.number, f"no end after {_PATIENCE:.0f} s"
                worker.over = True
            if worker.over:
                del running[told]


@dataclass
class Worker:
    """A process, the number it is at, since when, and whether it is over."""

    process: BaseProcess
    number: int
    since: float = field(default_factory=time.monotonic)
    over: bool = False

    def heard(self, told: Connection) -> Iterator[tuple[int, str]]:
        """Take what the process tells: the number it begins, or what failed. Its death is told as a failure."""
        try:
            number, what = told.recv()
        except EOFError:
            self.process.join()
            self.over = True
            if self.process.exitcode:
                yield self.number, f"the process died with {self.process.exitcode}"
            return
        self.number, self.since = number, time.monotonic()
        if what:
            yield number, what


def _work(numbers: range, tell: Connection) -> None:
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        for number in numbers:
            tell.send((number, None))
            begin = time.monotonic()
            what = failure(number, Path(folder))
            seconds, memory = time.monotonic() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
            if what is None and seconds > MOST_SECONDS:
                what = f"{seconds:.1f} s"
            if what is None and memory > MOST_BYTES:
                what = f"{memory >> 20} MiB"
            if what:
                tell.send((number, what))
            if memory > MOST_BYTES:
                return


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=140_000, help="how many inputs, shared by all readers in turn")
    parser.add_argument("--first", type=int, default=0, help="number of the first input")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--keep", type=Path, help="folder for the inputs that failed")
    return parser
