"""What the software imports is what `make run` installs: a machine without the tools of development has all of it."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
INSTALLED = packages_distributions()


def plain(name: str) -> str:
    """A distribution's name as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def imported() -> dict[str, str]:
    """Every package imported from outside, with a file that does."""
    found: dict[str, str] = {}
    for path in [ROOT / "app.py", *(ROOT / "pages").glob("*.py"), *(ROOT / "src").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            found.update({name.split(".")[0]: str(path.relative_to(ROOT)) for name in names})
    return {name: file for name, file in found.items() if name not in {*sys.stdlib_module_names, "mapping"}}


def test_every_package_imported_is_required_by_version() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    required = {plain(line.split("==")[0]) for line in lines if "==" in line}
    missing = {
        name: file
        for name, file in imported().items()
        if not required & {plain(one) for one in INSTALLED.get(name, [name])}
    }
    assert missing == {}
