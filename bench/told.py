"""How soon others are told: `python -m bench.told --people 200`. So many ask every two seconds, as open pages do; one reports.

The server is the real one, the people are connections that stay open, each beginning at a moment of its own. Measured: from the moment a report is sent until each
of the others was answered that something changed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import sys
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from mapping.store import default_home, open_snapshot
from mapping.views.map.addresses import ROOT
from mapping.views.oversight.situation import all_measures
from tests.serving import serving

EVERY = 2.0
LIMIT = 3.0


@dataclass
class Person:
    """One with an open page: the last number told, and when each number was first seen to have come."""

    seq: int = 0
    seen: list[tuple[int, float]] = field(default_factory=list)


class Line:
    """A connection that stays open."""

    def __init__(self, url: str) -> None:
        self.host = urlsplit(url).netloc

    async def open(self) -> None:
        host, _, port = self.host.partition(":")
        self.reader, self.writer = await asyncio.open_connection(host, int(port))

    async def ask(self, path: str, body: bytes = b"") -> dict[str, object]:
        method = "POST" if body else "GET"
        head = f"{method} {path} HTTP/1.1\r\nHost: {self.host}\r\nOrigin: http://{self.host}\r\nContent-Length: {len(body)}\r\n"
        self.writer.write(f"{head}Content-Type: application/json\r\n\r\n".encode() + body)
        told = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = int(told.partition("content-length:")[2].split("\r\n")[0])
        return dict(json.loads(await self.reader.readexactly(length)))


async def polls(url: str, person: Person, chance: random.Random) -> None:
    line = Line(url)
    await line.open()
    await asyncio.sleep(chance.uniform(0, EVERY))
    while True:
        answer = await line.ask(f"{ROOT}/live?since={person.seq}")
        if answer["changed"]:
            person.seq = int(str(answer["seq"]))
            person.seen.append((person.seq, time.perf_counter()))
        await asyncio.sleep(EVERY)


async def measured(url: str, measures: list[str], *, people: int, reports: int) -> tuple[list[float], list[float]]:
    """Seconds until each person was told of each report, and until each report was answered."""
    chance = random.Random(1)
    crowd = [Person() for _ in range(people)]
    tasks = [asyncio.create_task(polls(url, person, chance)) for person in crowd]
    line = Line(url)
    await line.open()
    await asyncio.sleep(2 * EVERY)
    sent: list[tuple[int, float]] = []
    answered: list[float] = []
    for _ in range(reports):
        begun = time.perf_counter()
        draft = {
            "measure": chance.choice(measures),
            "version": 0,
            "act": "comment",
            "words": "Ko‘rdim",
            "key": f"{time.time_ns()}",
        }
        answer = await line.ask(f"{ROOT}/reports", json.dumps(draft).encode())
        answered.append(time.perf_counter() - begun)
        sent.append((int(answer["report"]["seq"]), begun))  # type: ignore[index]
        await asyncio.sleep(chance.uniform(0.5, 1.5))
    await asyncio.sleep(2 * EVERY)
    for task in tasks:
        task.cancel()
    told = [min(when for known, when in one.seen if known >= seq) - begun for one in crowd for seq, begun in sent]
    return told, answered


def main() -> int:
    """Print medians and 95th percentiles; exit status 1 where others are told later than LIMIT."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--reports", type=int, default=30)
    options = parser.parse_args()
    home = default_home()
    measures = [str(one) for one in all_measures(open_snapshot(home))["id"].head(1000)]
    with serving(home, f"{ROOT}/live") as url:
        told, answered = asyncio.run(measured(url, measures, people=options.people, reports=options.reports))
    for name, seconds in {"told": told, "answered": answered}.items():
        worst = statistics.quantiles(seconds, n=20)[-1]
        print(f"{name}: median {statistics.median(seconds):.2f} s, 95 % {worst:.2f} s, longest {max(seconds):.2f} s")
    return int(statistics.quantiles(told, n=20)[-1] > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
