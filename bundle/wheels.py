"""Wheels of the locks, by Python: fetched once, and held against the hashes of the locks each time."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name, parse_wheel_filename

PYTHONS = ("3.11", "3.12", "3.13")
GLIBC = 28
"""Wheels that need a later glibc than 2.28 are not taken: of 2018, older than any Linux that is still looked after."""
_PLATFORMS = (*(f"manylinux_2_{minor}_x86_64" for minor in range(GLIBC, 4, -1)), "manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64")  # fmt: skip
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


class Lacking(Exception):
    """There is no wheel of what a lock names."""


@dataclass(frozen=True)
class Locked:
    """A line of a lock: what is required, and the SHA-256 of each file that may be taken for it."""

    requirement: Requirement
    hashes: frozenset[str]

    @property
    def name(self) -> NormalizedName:
        return canonicalize_name(self.requirement.name)

    def is_for(self, python: str) -> bool:
        """Whether it is installed on Linux x86-64 with this Python."""
        marker = self.requirement.marker
        machine = {
            "python_version": python, "python_full_version": f"{python}.0", "implementation_name": "cpython",
            "platform_python_implementation": "CPython", "sys_platform": "linux", "platform_system": "Linux",
            "os_name": "posix", "platform_machine": "x86_64",
        }  # fmt: skip
        return marker is None or marker.evaluate(machine)


def read_lock(file: Path) -> list[Locked]:
    """The lines of a lock, in their order."""
    lines = file.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    kept = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    return [Locked(Requirement(line.partition("--hash")[0].strip()), frozenset(_HASH.findall(line))) for line in kept]


def wheels_of(lock: Path, python: str, folder: Path) -> list[Path]:
    """A wheel for each line of a lock that is for this Python, by name; fetched into `folder` where one is not there. Raises Lacking."""
    wanted = [line for line in read_lock(lock) if line.is_for(python)]
    try:
        return _among(folder, wanted)
    except Lacking:
        _fetch(wanted, python, folder)
        return _among(folder, wanted)


def sha256(file: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def pinned(wheels: Iterable[Path]) -> str:
    """Lines by which pip takes exactly these wheels, with their hashes."""
    lines = []
    for wheel in wheels:
        name, version, _, _ = parse_wheel_filename(wheel.name)
        lines.append(f"{name}=={version} --hash=sha256:{sha256(wheel)}\n")
    return "".join(lines)


def _among(folder: Path, wanted: Iterable[Locked]) -> list[Path]:
    there = {canonicalize_name(wheel.name.partition("-")[0]): wheel for wheel in _locked_in(folder, wanted)}
    lacking = [str(line.requirement) for line in wanted if line.name not in there]
    if lacking:
        raise Lacking(f"no wheel in {folder}: {', '.join(lacking)}")
    return [there[name] for name in sorted(line.name for line in wanted)]


def _locked_in(folder: Path, wanted: Iterable[Locked]) -> list[Path]:
    known = frozenset[str]().union(*(line.hashes for line in wanted))
    return [wheel for wheel in sorted(folder.glob("*.whl")) if sha256(wheel) in known]


def _fetch(wanted: Iterable[Locked], python: str, folder: Path) -> None:
    """By pip, from the index that it is set to. Raises Lacking."""
    folder.mkdir(parents=True, exist_ok=True)
    list_file = folder / "wanted.txt"
    lines = [
        f"{line.requirement.name}{line.requirement.specifier} "
        + " ".join(f"--hash=sha256:{value}" for value in sorted(line.hashes))
        for line in wanted
    ]
    list_file.write_text("\n".join(lines), encoding="utf-8")
    tags = [f"--platform={one}" for one in _PLATFORMS]
    tags += [f"--abi={one}" for one in (f"cp{python.replace('.', '')}", "abi3", "none")]
    command = [
        sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:", "--implementation=cp",
        f"--python-version={python}", *tags, f"--find-links={folder}", f"--dest={folder}", f"--requirement={list_file}",
    ]  # fmt: skip
    try:
        subprocess.run(command, check=True)
    except subprocess.CalledProcessError as fault:
        raise Lacking(
            f"pip could not fetch a wheel of every line for Python {python}: its words stand above"
        ) from fault
    finally:
        list_file.unlink()
