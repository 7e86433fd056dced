"""The rules on imports see every package: one that is forbidden, put anywhere, is found."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "mapping"
PACKAGES = sorted({file.parent for file in SOURCE.rglob("*.py")})
ALLOWED = {"streamlit": "mapping.ui", "streamlit_folium": "mapping.ui", "folium": "mapping.views.map"}


def name_of(package: Path) -> str:
    return ".".join(package.relative_to(SOURCE.parent).parts)


def layers() -> list[list[str]]:
    """The rooms of each layer, the highest first."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (contract,) = (one for one in settings["contracts"] if one["type"] == "layers")
    return [
        [f"mapping.{room.strip().removeprefix('mapping.')}" for room in re.split("[|:]", one)]
        for one in contract["layers"]
    ]


def room_above(package: str) -> str | None:
    """A room of the layer right above the package's; None for the highest."""
    room = ".".join(package.split(".")[:2])
    (place,) = (number for number, rooms in enumerate(layers()) if room in rooms)
    return layers()[place - 1][0] if place else None


def forbidden() -> Iterator[tuple[str, str]]:
    """Package and what it must not import: each library outside its room, and the room above."""
    for package in map(name_of, PACKAGES):
        for library, room in ALLOWED.items():
            if not f"{package}.".startswith(f"{room}."):
                yield package, library
        if package != "mapping" and (above := room_above(package)):
            yield package, above


def probe(imported: str) -> str:
    """The name of a module that imports this and nothing else."""
    return f"imports_{imported.replace('.', '_')}"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What import-linter says of a copy with a module of its own for every forbidden import."""
    copy = tmp_path_factory.mktemp("fence")
    shutil.copytree(SOURCE, copy / "mapping", ignore=shutil.ignore_patterns("__pycache__", "assets"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    for package, imported in forbidden():
        file = copy.joinpath(*package.split("."), f"{probe(imported)}.py")
        file.write_text(f"import {imported}\n", encoding="utf-8")
    lint = Path(sys.executable).with_name("lint-imports")
    environment = {**os.environ, "PYTHONPATH": str(copy), "COLUMNS": "1000"}
    done = subprocess.run(
        [lint, "--no-cache", "--no-logo"], cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    return done.stdout


def test_every_forbidden_import_is_found(report: str) -> None:
    found = set(re.findall(r"(mapping(?:\.\w+)*)\.(imports_\w+)", report))
    expected = {(package, probe(imported)) for package, imported in forbidden()}
    assert len(expected) > len(PACKAGES) * 3
    assert expected - found == set()


def test_every_package_is_one() -> None:
    """Import-linter looks into no folder without the file that makes it a package."""
    assert [name_of(one) for one in PACKAGES if not (one / "__init__.py").exists()] == []
