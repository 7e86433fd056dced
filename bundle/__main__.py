"""`python -m bundle`: write the archive. Exit status: 0 written, 1 a wheel is lacking."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bundle.archive import make
from bundle.wheels import PYTHONS, Lacking

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Read the command line, write the archive, say where it lies."""
    asked = argparse.ArgumentParser(prog="python -m bundle", description=__doc__)
    asked.add_argument(
        "--python", action="append", choices=PYTHONS, help="for this Python alone; again for each (default: all)"
    )
    asked.add_argument("--source", type=Path, default=ROOT, help="the project (default: this one)")
    asked.add_argument(
        "--build", type=Path, default=ROOT / "build", help="where it is written and wheels are kept (default: build/)"
    )
    given = asked.parse_args()
    try:
        file = make(given.source, given.build, tuple(dict.fromkeys(given.python or PYTHONS)))
    except Lacking as fault:
        print(fault, file=sys.stderr)
        raise SystemExit(1) from None
    print(f"{file} ({file.stat().st_size / 1e6:.0f} MB)")


if __name__ == "__main__":
    main()
