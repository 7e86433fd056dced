"""The machine itself: Python and packages, memory, disk, fonts, names of files, the clock."""

from __future__ import annotations

import codecs
import locale
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from packaging.requirements import Requirement

from mapping.cli.doctor.finding import Asked, Finding, State
from mapping.store import NoSnapshot, current_id, read_manifest

TRIED = ((3, 11), (3, 13))
LOCKS = ("packages.txt", "requirements.lock")
"""Beside the virtual environment: of an installed archive, of a working copy."""
ENOUGH_MEGABYTES = 1000
LEAST_MEGABYTES = 100
_LETTERS = "Oʻgʻ‘’ ЎҚҒҲ ўқғҳ ёЁ №∞≤≥"
_MEMORY = Path("/proc/meminfo")
_SHOWN = 5


def python(_asked: Asked) -> Iterator[Finding]:
    """Whether this Python was tried."""
    number = sys.version_info[:2]
    said: dict[str, object] = {"version": ".".join(map(str, sys.version_info[:3])), "sqlite": sqlite3.sqlite_version}
    is_tried = TRIED[0] <= number <= TRIED[1]
    yield Finding("python", State.WELL if is_tried else State.NOTE, "python" if is_tried else "python_untried", said)


def packages(_asked: Asked) -> Iterator[Finding]:
    """What is installed against what is locked."""
    beside = Path(sys.prefix).parent
    lock = next((beside / name for name in LOCKS if (beside / name).is_file()), None)
    if lock is None:
        yield Finding("packages", State.NOTE, "packages_no_lock", {"folder": beside})
        return
    missing, other, number = [], [], 0
    for requirement in requirements(lock):
        number += 1
        try:
            found = version(requirement.name)
        except PackageNotFoundError:
            missing.append(str(requirement))
            continue
        if not requirement.specifier.contains(found, prereleases=True):
            other.append(f"{requirement.name} {found} ({requirement.specifier})")
    if missing:
        yield Finding("packages", State.FAULT, "packages_missing", {"packages": _some(missing)})
    if other:
        yield Finding("packages", State.NOTE, "packages_other", {"packages": _some(other)})
    if not missing and not other:
        yield Finding("packages", State.WELL, "packages", {"count": number})


def requirements(lock: Path) -> Iterator[Requirement]:
    """What a lock asks of this machine."""
    for line in lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
        written = line.partition("--hash")[0].strip()
        if written and not written.startswith("#"):
            requirement = Requirement(written)
            if requirement.marker is None or requirement.marker.evaluate():
                yield requirement


def memory(_asked: Asked) -> Iterator[Finding]:
    """How much is free; systems that do not say are passed over."""
    if not _MEMORY.is_file():
        return
    told = dict(line.split(":", 1) for line in _MEMORY.read_text(encoding="ascii").splitlines())
    free = int(told["MemAvailable"].split()[0]) // 1000
    is_enough = free >= ENOUGH_MEGABYTES
    yield Finding(
        "memory", State.WELL if is_enough else State.NOTE, "memory" if is_enough else "memory_low", {"free": free}
    )


def disk(asked: Asked) -> Iterator[Finding]:
    """How much is free where the home lies."""
    folder = next(one for one in (asked.home.absolute(), *asked.home.absolute().parents) if one.exists())
    free = shutil.disk_usage(folder).free // 1_000_000
    state = State.FAULT if free < LEAST_MEGABYTES else State.NOTE if free < ENOUGH_MEGABYTES else State.WELL
    yield Finding("disk", state, "disk" if state is State.WELL else "disk_low", {"folder": folder, "free": free})


def fonts(_asked: Asked) -> Iterator[Finding]:
    """The fonts of PDF, slides and pictures, which come with the product."""
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415 (heavy)

    from mapping.export.packs.letters import BOLD, REGULAR  # noqa: PLC0415 (heavy)

    for file in (REGULAR, BOLD):
        try:
            lacking = sorted(
                set(_LETTERS.replace(" ", "")) - {chr(one) for one in TTFont(file, lazy=True).getBestCmap()}
            )
        except (OSError, TTLibError) as fault:
            yield Finding("fonts", State.FAULT, "fonts_missing", {"file": file, "reason": fault})
            return
        if lacking:
            yield Finding("fonts", State.FAULT, "fonts_missing", {"file": file, "reason": "".join(lacking)})
            return
    yield Finding("fonts", State.WELL, "fonts")


def names(_asked: Asked) -> Iterator[Finding]:
    """Whether names of files and what is printed are UTF-8."""
    files, printed = sys.getfilesystemencoding(), locale.getpreferredencoding(do_setlocale=False)
    is_utf8 = {codecs.lookup(files).name, codecs.lookup(printed).name} == {"utf-8"}
    yield Finding(
        "locale", State.WELL if is_utf8 else State.NOTE, "locale" if is_utf8 else "locale_other", {"files": files, "printed": printed}
    )  # fmt: skip


def clock(asked: Asked) -> Iterator[Finding]:
    """Whether it is later than what was published, and in which zone days begin."""
    now = datetime.now().astimezone()
    zone = f"{now.tzname()} (UTC{now:%z})"
    said: dict[str, object] = {"now": f"{now:%Y-%m-%d %H:%M}", "zone": zone}
    published = _published(asked.home)
    if published is not None and now < published:
        yield Finding(
            "clock", State.FAULT, "clock_behind", {**said, "published": f"{published.astimezone():%Y-%m-%d %H:%M}"}
        )
    elif now.utcoffset() == timedelta(0):
        yield Finding("clock", State.NOTE, "clock_utc", said)
    else:
        yield Finding("clock", State.WELL, "clock", said)


def _published(home: Path) -> datetime | None:
    """When the current snapshot was; None where there is none that can be read, which `snapshot` tells."""
    try:
        current = current_id(home)
        return read_manifest(home, current).created.astimezone(UTC) if current else None
    except (NoSnapshot, OSError):
        return None


def _some(names: list[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (f", … ({len(names)})" if len(names) > _SHOWN else "")
