"""Twenty people who report of few measures at once, and are killed: `python -m tests.endurance.reporters ADDRESS FOLDER KILLS SEED`.

Each is a process. What it is about to send it writes into its outbox, what it was answered into its log, as a browser does; one that was killed is followed by
another that sends first what has no answer. Prints how many were killed, as JSON; what they were answered stands in FOLDER.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from datetime import date
from pathlib import Path

from mapping.live.reports import book
from mapping.live.reports.errors import Overtaken
from mapping.live.reports.report import Act, Draft
from mapping.live.reports.rules import Known
from mapping.model.vocabulary import MeasureStatus
from mapping.store.sql import Database, DatabaseUnusable

WRITERS, MEASURES = 20, 6
KNOWN = Known("1710207001", MeasureStatus.PLANNED, date(2026, 3, 31))
LONGEST_LIFE = 0.4
"""Seconds after which one is killed at the latest."""


def main(address: str, folder: Path, kills: int, seed: int) -> None:
    """Start all, kill one after the other, let those that are left come to an end."""
    Database(address).close()
    stop, chance = folder / "stop", random.Random(seed)
    writers = {number: _started(address, folder, number, 0) for number in range(WRITERS)}
    for life in range(1, kills + 1):
        time.sleep(chance.uniform(0, LONGEST_LIFE))
        number = chance.randrange(WRITERS)
        os.kill(writers[number], signal.SIGKILL)
        os.waitpid(writers[number], 0)
        writers[number] = _started(address, folder, number, life)
    time.sleep(1)
    stop.touch()
    statuses = [os.waitpid(process, 0)[1] for process in writers.values()]
    print(json.dumps({"killed": kills, "statuses": statuses}))


def _started(address: str, folder: Path, number: int, life: int) -> int:
    """Fork off one of them, who has nothing to import."""
    process = os.fork()
    if process:
        return process
    status = 1
    try:
        _report(address, folder, number, life)
        status = 0
    finally:
        os._exit(status)


def _report(address: str, folder: Path, number: int, life: int) -> None:
    """Until told to stop: look at a measure, report of it, note the answer."""
    base, chance, stop = Database(address), random.Random(f"{number} {life}"), folder / "stop"
    person, outbox = f"writer{number}", folder / f"{number}.outbox"
    with (folder / f"{number}.log").open("ab", buffering=0) as log:
        if outbox.exists():
            _send(base, Draft(**json.loads(outbox.read_text())), person, log)
        turn = 0
        while not stop.exists():
            turn += 1
            measure = f"M{chance.randrange(MEASURES)}"
            with base.reading() as connection:
                seen = max((one.version for one in book.history(connection, measure)), default=0)
            draft = Draft(measure, seen, Act.PROGRESS, f"{life}-{turn}", progress=turn % 100, words=f"saw {seen}")
            waiting = folder / f".{number}.outbox"
            waiting.write_text(json.dumps(vars(draft)))
            waiting.replace(outbox)
            _send(base, draft, person, log)
    base.close()


def _send(base: Database, draft: Draft, person: str, log: object) -> None:
    """Send it until it is answered: kept, or overtaken by whom."""
    while True:
        try:
            kept = book.add(base, draft, KNOWN, person=person)
            answer = {"kept": kept.seq}
        except Overtaken as fault:
            answer = {"theirs": fault.theirs.seq}
        except DatabaseUnusable as fault:  # its turn did not come: told, and nothing kept
            print(fault, file=sys.stderr)
            continue
        line = {"person": person, "measure": draft.measure, "saw": draft.version, "key": draft.key, **answer}
        log.write(json.dumps(line).encode() + b"\n")  # type: ignore[attr-defined]
        return


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
