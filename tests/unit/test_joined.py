"""Modules joined into one script: those that are needed first, each in its own scope, and nothing that cannot be joined."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mapping.views.map import joined as module
from mapping.views.map.joined import SERVED, joined

NODE = shutil.which("node") or "node"  # `make test` sees to it that it is there


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """Writes modules (by file name, `_` for `/`) and joins `main.js`."""
    monkeypatch.setattr(module, "ASSETS", tmp_path)
    joined.cache_clear()

    def write(**files: str) -> str:
        for name, content in files.items():
            path = tmp_path / f"{name.replace('_', '/')}.js"
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return joined("main.js")

    yield write
    joined.cache_clear()


def told(script: str) -> str:
    """What a script writes when it runs."""
    return subprocess.run([NODE, "-e", script], check=True, capture_output=True, text=True).stdout.strip()


def test_each_module_has_a_scope_of_its_own_and_runs_once(written: Callable[..., str]) -> None:
    script = written(
        main='import { one } from "./sub/one.js";\nimport { two } from "./two.js";\nconst own = "main";\nconsole.log(own, one(), two);\n',
        sub_one='import { two } from "../two.js";\nconst own = "one";\nexport function one() { return own + two; }\n',
        two='console.log("two runs");\nconst own = "two";\nexport const two = own;\n',
    )
    assert told(script) == "two runs\nmain onetwo two"


def test_imports_in_several_lines_and_for_their_effect_alone(written: Callable[..., str]) -> None:
    script = written(
        main='import "./first.js";\nimport {\n  A,\n  b,\n} from "./two.js";\nconsole.log(new A().name, await_of(b));\nfunction await_of(x) { return x.name; }\n',
        first='console.log("first");\n',
        two='export class A { name = "A"; }\nexport async function b() {}\n',
    )
    assert told(script) == "first\nA b"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("export default function a() {}\n", "no way to join: export default"),
        ("const a = 1;\nexport { a };\n", "no way to join: export"),
        ('import other from "./a.js";\n', "no way to join: import other"),
        ('import { a } from "https://example.org/a.js";\n', "no way to join: import"),
        ('import { b } from "./b.js";\nexport const b = 1;\n', "exported by two modules: b"),
        ('import { c } from "./c.js";\n', "modules that import each other: main.js"),
    ],
)
def test_what_cannot_be_joined_is_refused(written: Callable[..., str], content: str, fault: str) -> None:
    others = {"b": "export const b = 2;\n", "c": 'import "./main.js";\nexport const c = 1;\n'}
    with pytest.raises(ValueError, match=fault):
        written(main=content, **others)


def test_a_module_that_is_not_there_is_told(written: Callable[..., str]) -> None:
    with pytest.raises(FileNotFoundError):
        written(main='import { a } from "./gone.js";\n')


@pytest.mark.parametrize("entry", [*SERVED, "pack/pack.js"])
def test_a_browser_can_read_what_is_joined(entry: str, tmp_path: Path) -> None:
    path = tmp_path / "script.cjs"
    path.write_text(joined(entry), encoding="utf-8")
    read = subprocess.run([NODE, "--check", str(path)], check=False, capture_output=True, text=True)
    assert read.stderr == ""
