"""A network without a way out, and an account without rights that works in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

NOBODY = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")
READY_SECONDS = 120
_ASK = """
import gzip, json, sys, urllib.request, urllib.error, http.cookiejar, urllib.parse
opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
told = []
for address, form in json.loads(sys.argv[1]):
    body = urllib.parse.urlencode(form).encode() if form else None
    origin = {"Origin": "/".join(address.split("/")[:3])} if form else {}
    try:
        with opener.open(urllib.request.Request(address, body, origin), timeout=20) as answer:
            content = answer.read()
            content = gzip.decompress(content) if answer.headers["Content-Encoding"] == "gzip" else content
            told.append([answer.status, answer.url, content.decode(errors="replace")])
    except urllib.error.HTTPError as fault:
        told.append([fault.code, address, fault.read().decode(errors="replace")])
print(json.dumps(told))
"""


@dataclass(frozen=True)
class Answer:
    """`address`: where a request was led to in the end."""

    status: int
    address: str
    content: str


@dataclass(frozen=True)
class Closed:
    """`name`: of the network; `folder`: the account's own."""

    name: str
    folder: Path

    def begin(self, *words: str | Path, given: str = "", **more: str) -> subprocess.Popen[str]:
        """Start a program as the account, in the network."""
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(self.folder), **more}
        line = ["ip", "netns", "exec", self.name, *NOBODY, *map(str, words)]
        process = subprocess.Popen(
            line, cwd=self.folder, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )  # fmt: skip
        assert process.stdin is not None
        process.stdin.write(given)
        process.stdin.close()
        return process

    def run(self, *words: str | Path, status: int = 0, given: str = "", **more: str) -> str:
        """What a program said, which must end with this status."""
        process = self.begin(*words, given=given, **more)
        assert process.stdout is not None
        said = process.stdout.read()
        assert process.wait() == status, said
        return said

    def ask(self, *asked: str | tuple[str, dict[str, str]]) -> list[Answer]:
        """Addresses, one after the other by one browser, with forms where they are given."""
        written = json.dumps([[one, None] if isinstance(one, str) else one for one in asked])
        return [Answer(*one) for one in json.loads(self.run("python3", "-c", _ASK, written))]

    @contextmanager
    def served(self, program: Path, address: str) -> Iterator[None]:
        """The server, until it is left; begins when it answers."""
        process = self.begin(program)
        try:
            until = time.monotonic() + READY_SECONDS
            while not self._answers(f"{address}/healthz"):
                assert process.poll() is None, process.stdout and process.stdout.read()
                assert time.monotonic() < until, "the server does not answer"
                time.sleep(0.3)
            yield
        finally:
            process.terminate()
            process.wait(timeout=30)

    def _answers(self, address: str) -> bool:
        try:
            return self.ask(address)[0].status == 200
        except AssertionError:
            return False


@contextmanager
def closed_network(folder: Path) -> Iterator[Closed]:
    """A network that has nothing but the machine itself, and no route out of it."""
    if os.geteuid() != 0 or not all(shutil.which(tool) for tool in ("ip", "setpriv")):
        pytest.skip("only root may make a network of its own and work in it as another account (ip, setpriv)")
    name = f"riskmap{os.getpid()}"
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, text=True, check=False)
    if made.returncode != 0:
        pytest.skip(f"this machine makes no network of its own: {made.stderr.strip()}")
    try:
        subprocess.run(["ip", "netns", "exec", name, "ip", "link", "set", "lo", "up"], check=True)
        yield Closed(name, folder)
    finally:
        subprocess.run(["ip", "netns", "delete", name], check=True)
