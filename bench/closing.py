"""How soon an open page closes: `python -m bench.closing`. After signing out, after any right is withdrawn, and after the account is closed.

In one process and without a network: from the end of the transaction that did it, as another process would do it, until the websocket is closed.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

LIMIT_SECONDS = 1.0
TIMES = 20
HOW = ("signed out", "report withdrawn", "closed")


def main() -> int:
    """Print median and longest in s; exit status 1 where any took longer than LIMIT_SECONDS."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "RISKMAP_SIGN_IN": "local",
            "RISKMAP_DATABASE": f"sqlite:///{Path(folder) / 'people.sqlite'}",
        }
        taken = {how: asyncio.run(_closed(how)) for how in HOW}
    for how, seconds in taken.items():
        print(f"{how}: median {statistics.median(seconds):.2f} s, longest {max(seconds):.2f} s")
    return int(max(max(seconds) for seconds in taken.values()) > LIMIT_SECONDS)


async def _closed(how: str) -> list[float]:
    """Seconds until the page of each of TIMES accounts was closed."""
    from mapping.access.presence import presence  # noqa: PLC0415 (reads the settings)
    from mapping.web.lines import watch  # noqa: PLC0415

    watching = asyncio.create_task(watch(presence()))
    try:
        return [await _closing(*_account(how, number)) for number in range(TIMES)]
    finally:
        watching.cancel()


def _account(how: str, number: int) -> tuple[str, Callable[[], object]]:
    """The session's token of a new account, and what is done to it."""
    from mapping.access import managing, signing_in  # noqa: PLC0415
    from mapping.access.person import ANYBODY  # noqa: PLC0415
    from mapping.access.presence import presence  # noqa: PLC0415
    from mapping.access.rights import Grant, Right  # noqa: PLC0415

    base, login = presence().base, f"{how.replace(' ', '.')}.{number}"
    view, report = Grant(Right.VIEW, "1710"), Grant(Right.REPORT, "1710")
    invitation = managing.add(base, ANYBODY, login=login, name="B", area="1710", grants=[view, report])
    token = signing_in.take_up(base, token=invitation, password="uch otliq daraxt", peer="").token
    steps: dict[str, Callable[[], object]] = {
        "signed out": lambda: managing.sign_out_everywhere(base, ANYBODY, login),
        "report withdrawn": lambda: managing.withdraw(base, ANYBODY, login, report),
        "closed": lambda: managing.close(base, ANYBODY, login),
    }
    return token, steps[how]


async def _closing(token: str, step: Callable[[], object]) -> float:
    """Open a page, wait a while of its own each time, do it, and wait for the page to close."""
    from mapping.web.guard import Guard  # noqa: PLC0415

    opened, closed = asyncio.Event(), asyncio.Event()

    async def page(_scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "websocket.accept"})
        opened.set()
        while (await receive())["type"] != "websocket.disconnect":
            pass

    async def browser() -> Any:
        return await asyncio.Future()  # a page that stands open and asks nothing

    async def told(message: Any) -> None:
        if message["type"] == "websocket.close":
            closed.set()

    scope = {
        "type": "websocket", "path": "/_stcore/stream", "raw_path": b"/_stcore/stream", "query_string": b"", "scheme": "ws",
        "headers": [(b"host", b"127.0.0.1:8501"), (b"origin", b"http://127.0.0.1:8501"), (b"cookie", f"riskmap={token}".encode())],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8501), "state": {},
    }  # fmt: skip
    serving = asyncio.create_task(Guard(page)(scope, browser, told))  # type: ignore[arg-type]
    await opened.wait()
    await asyncio.sleep(0.6 + int.from_bytes(os.urandom(1)) / 512)  # as it falls between two looks
    await asyncio.to_thread(step)
    began = time.monotonic()
    await asyncio.wait_for(closed.wait(), 20)
    await serving
    return time.monotonic() - began


if __name__ == "__main__":
    raise SystemExit(main())
