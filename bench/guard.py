"""What the door costs a request: `python -m bench.guard`. A known session, one that the database is asked for, and the way to a part.

In one process and without a network: what an application that answers at once takes behind the door, less what it takes alone.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from starlette.responses import PlainTextResponse

LIMIT_MS = 1.0
REQUESTS = 2000


def main() -> int:
    """Print median and 95th percentile in ms; exit status 1 where a known session costs more than LIMIT_MS at the median."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "RISKMAP_SIGN_IN": "local",
            "RISKMAP_DATABASE": f"sqlite:///{Path(folder) / 'people.sqlite'}",
            "RISKMAP_VIEW": "own",
        }
        from mapping.access import managing, signing_in  # noqa: PLC0415 (reads the settings)
        from mapping.access.person import ANYBODY  # noqa: PLC0415
        from mapping.access.presence import presence  # noqa: PLC0415
        from mapping.access.rights import Grant, Right  # noqa: PLC0415
        from mapping.web.guard import Guard  # noqa: PLC0415

        base = presence().base
        invitation = managing.add(
            base, ANYBODY, login="bench", name="B", area="1710", grants=[Grant(Right.VIEW, "1710")]
        )
        token = signing_in.take_up(base, token=invitation, password="uch otliq daraxt", peer="").token
        alone = PlainTextResponse("in")
        without = asyncio.run(timed(alone, token, forget=None))
        known = asyncio.run(timed(Guard(alone), token, forget=None))
        asked = asyncio.run(timed(Guard(alone), token, forget=presence().forget))
        base.close()
    rows = {"known session": known, "session asked of the database": asked}
    for name, times in rows.items():
        cost = [one - statistics.median(without) for one in times]
        print(f"{name}: median {statistics.median(cost):.3f} ms, 95 % {statistics.quantiles(cost, n=20)[-1]:.3f} ms")
    return int(statistics.median(known) - statistics.median(without) > LIMIT_MS)


async def timed(app: Any, token: str, *, forget: Any) -> list[float]:
    """Milliseconds of each request."""
    headers = [(b"host", b"127.0.0.1:8501"), (b"cookie", f"riskmap={token}".encode())]
    times = []
    for _ in range(REQUESTS):
        if forget:
            forget()
        scope = {
            "type": "http", "method": "GET", "path": "/riskmap/decisions.json", "raw_path": b"/riskmap/decisions.json", "query_string": b"",
            "headers": list(headers), "scheme": "http", "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8501), "state": {},
        }  # fmt: skip
        began = time.perf_counter()
        await app(scope, _nothing, _forgotten)
        times.append((time.perf_counter() - began) * 1000)
    return times


async def _nothing() -> dict[str, Any]:
    return {"type": "http.request", "body": b"", "more_body": False}


async def _forgotten(_message: Any) -> None:
    pass


if __name__ == "__main__":
    raise SystemExit(main())
