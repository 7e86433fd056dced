"""Commands of `riskmap`, each in a process of its own that is forked from one in which everything is imported already.

What a command sees is what it sees when it is started alone, but for the seconds that imports take: descriptors instead of a
runner's streams, an environment, a current folder and a status of its own.
"""

from __future__ import annotations

import json
import os
import pkgutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
APART = (
    "mapping.ui",
    "mapping.web",
    "mapping.store.sql.migrations",
)  # no command draws a page; alembic runs its own files


@dataclass(frozen=True)
class Ended:
    """What a command left: its status, and what it wrote."""

    status: int
    stdout: bytes
    stderr: bytes


class Commands:
    """The process that commands are forked from."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        line = [sys.executable, "-X", "utf8", "-m", "tests.forked"]
        self._parent = subprocess.Popen(
            line, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, line: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Ended:
        """Run a command in a folder, in an environment, to its end."""
        assert self._parent.stdin
        assert self._parent.stdout
        with tempfile.TemporaryDirectory() as place:
            written = [str(Path(place, name)) for name in ("stdout", "stderr")]
            order = {"line": list(line), "folder": str(folder), "environment": dict(environment), "written": written}
            self._parent.stdin.write(json.dumps(order) + "\n")
            self._parent.stdin.flush()
            status = int(self._parent.stdout.readline())
            return Ended(status, *(Path(path).read_bytes() for path in written))

    def close(self) -> None:
        """End it; it must not have met a fault."""
        self._parent.communicate()
        assert self._parent.returncode == 0


@contextmanager
def commands(environment: Mapping[str, str]) -> Iterator[Commands]:
    """A process that commands are forked from, as long as they are wanted, begun in an environment."""
    parent = Commands({**environment, "PYTHONPATH": os.pathsep.join(sys.path)})
    try:
        yield parent
    finally:
        parent.close()


def _import_all() -> None:
    import mapping  # noqa: PLC0415 (only in the process that is forked)

    for module in pkgutil.walk_packages(mapping.__path__, "mapping."):
        if not module.name.startswith(APART) and not module.name.endswith("__main__"):
            import_module(module.name)


def _run(line: list[str], folder: str, environment: dict[str, str], written: list[str]) -> None:
    """In the child: become the command."""
    from mapping.cli.app import main  # noqa: PLC0415 (only in the process that is forked)

    for descriptor, path in zip((1, 2), written, strict=True):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), descriptor)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["riskmap", *line]
    main()


def _serve() -> None:
    _import_all()
    for order in sys.stdin:
        child = os.fork()
        if not child:
            status = 0
            try:
                _run(**json.loads(order))
            except SystemExit as end:
                status = end.code if isinstance(end.code, int) else int(end.code is not None)
            except BaseException:
                traceback.print_exc()
                status = 1
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    _serve()
