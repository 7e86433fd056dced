"""Every command of `riskmap` with every option given extreme and wrong values: our own words, status 0, 1 or 2, no traceback.

The commands and their options are those of the application itself, so that a new one is tried too. A new command needs a
line in `_good`: what it is run with when nothing is wrong.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.main import get_command
from typer.testing import CliRunner

from mapping.access import managing
from mapping.access.person import ANYBODY
from mapping.access.rights import Grant, Right
from mapping.cli.app import app
from mapping.live.forms.sheet import report_form
from mapping.model.locale import Lang
from mapping.model.periods import Quarter
from mapping.publishing import publish
from mapping.store import open_snapshot, snapshot_ids
from mapping.store.backup import back_up
from mapping.store.sql import Database
from tests.conftest import MAHALLAS
from tests.forked import Commands, commands

FIGURES = f"area,period,indicator,group,count\n{MAHALLAS[0]},2025Q4,crime_total,all,99\n"
Given = Mapping[str, Any]
Command = TyperCommand | TyperGroup

_SOME = 4
_NUMBERS = ("0", "-1", "1e307", "NaN", "inf", "-inf", "999999999", "9" * 400, "1.5", "")
_DAYS = ("0001-01-01", "0206-01-15", "1999-12-31", "9999-12-31", "2026-02-30", "soon", "")
_WORDS = (
    "",
    " ",
    "-1",
    "NaN",
    "9" * 400,
    "/",
    "{x}",
    "=1+1",
    "\x07\x1b[31m",
    "\udcff",
    "2025Q9",
    "0000Q1",
    "Қашқадарё",
    "date=x",
)
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
_FOREIGN = (
    "Traceback",
    "[Errno",
    " object at 0x",
    "UnicodeEncodeError",
    "Input should",
    "Invalid value",
    "does not exist",
    "Missing ",
)


@cache
def _commands() -> dict[str, Command]:
    """Every command that does something, by the words it is called with."""
    found: dict[str, Command] = {}

    def walk(command: Any, words: tuple[str, ...]) -> None:
        if isinstance(command, TyperGroup):
            for name, inner in command.commands.items():
                walk(inner, (*words, name))
        if not isinstance(command, TyperGroup) or command.invoke_without_command:
            found[" ".join(words)] = command

    walk(get_command(app), ())
    return found


def _options() -> list[tuple[str, str]]:
    return [(words, str(option.name)) for words, command in _commands().items() for option in command.params]


@pytest.fixture(scope="session")
def ground(tiny_dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset, two snapshots of it, and the files that commands read."""
    folder = tmp_path_factory.mktemp("ground")
    shutil.copytree(tiny_dataset, folder / "set")
    publish(folder / "set" / "geo", folder / "set" / "data", folder / "home")
    measures = folder / "set" / "data" / "measures.csv"
    measures.write_text(measures.read_text(encoding="utf-8").replace("M5", "M6"), encoding="utf-8")
    publish(folder / "set" / "geo", folder / "set" / "data", folder / "home")
    shutil.copytree(folder / "home", folder / "unpeopled")
    base = Database(folder / "home" / "meeting" / "work.sqlite")
    managing.add(base, ANYBODY, login="karim", name="Karim", area="1710", grants=[Grant(Right.VIEW, "1710")])
    base.close()
    (folder / "figures.csv").write_text(FIGURES)
    (folder / "people.csv").write_text("login,name,area,rights\nbotir,Botir,1710,view:1710\n")
    (folder / "events.csv").write_text(f"date,kind,code\n2025-11-03,crime_total,{MAHALLAS[0]}\n")
    (folder / "areas.csv").write_text(
        "id,observed,population,value\n" + "".join(f"{n},{n},1000,{n}\n" for n in range(9))
    )
    return folder


def _good(words: str, ground: Path, own: Path) -> dict[str, Any]:
    """What the command is given when nothing is wrong; it reads from `ground` and writes into `own`."""
    data = {"geo": ground / "set" / "geo", "data": ground / "set" / "data"}
    first, second = snapshot_ids(ground / "home")
    return {
        "publish": {**data, "home": own / "home"},
        "demo": {"out": own / "demo", "mahallas": "16"},
        "check": {"file": ground / "figures.csv"},
        "repair": {"file": ground / "set" / "geo" / "mahallas.geojson", "to": own / "mended.geojson"},
        "import": {"files": ground / "figures.csv", "home": own / "home"},
        "names": {"home": own / "home"},
        "backup": {"file": own / "kept.zip"},
        "report form": {"quarter": "2025Q4", "to": own / "reports.xlsx"},
        "report take": {"file": _form(ground), "home": own / "home"},
        "doctor": {},
        "warn": {},
        "remind": {"to": own / "letters", "area": MAHALLAS[0]},
        "restore": {"file": _backup(ground), "home": own / "empty"},
        "events": {"files": ground / "events.csv", "out": own / "counted.csv"},
        "pack": {"folder": own / "packs", "formats": "xlsx,geojson", "area": MAHALLAS[0]},
        "stats": {"data": ground / "areas.csv", "population": "population", "permutations": "9"},
        "plan template": {"quarter": "2026Q2", "out": own / "plan.xlsx"},
        "data-format": {},
        "people add": {"login": "botir", "name": "Botir", "area": "1710", "right": "view:1710", "home": own / "home"},
        "people first": {"login": "admin", "home": _unpeopled(ground, own)},
        "people invite": {"login": "karim", "home": own / "home"},
        "people list": {"home": own / "home"},
        "people grant": {"login": "karim", "rights": "report:1710", "home": own / "home"},
        "people withdraw": {"login": "karim", "rights": "view:1710", "home": own / "home"},
        "people unpin": {"login": "karim", "home": own / "home"},
        "people token": {"login": "karim", "name": "System", "home": own / "home"},
        "people close": {"login": "karim", "home": own / "home"},
        "people sign-out": {"login": "karim", "home": own / "home"},
        "people import": {"file": ground / "people.csv", "home": own / "home"},
        "people audit": {"home": own / "home"},
        "people demo": {"home": _unpeopled(ground, own)},
        "snapshots": {},
        "snapshots list": {},
        "snapshots show": {"snapshot_id": first},
        "snapshots use": {"snapshot_id": second, "home": own / "home"},
        "snapshots diff": {"before": first, "after": second},
        "snapshots verify": {},
        "snapshots prune": {"keep_last": "9", "home": own / "home"},
    }[words]


def _backup(ground: Path) -> Path:
    """A backup, made once."""
    file = ground / "backup.zip"
    if not file.exists():
        back_up(ground / "unpeopled", file)
    return file


def _form(ground: Path) -> Path:
    """A form of reports, made once."""
    file = ground / "reports.xlsx"
    if not file.exists():
        file.write_bytes(report_form(open_snapshot(ground / "unpeopled"), "1710", Quarter.parse("2025Q4"), Lang.EN))
    return file


def _unpeopled(ground: Path, own: Path) -> Path:
    """A home of this test's own, in which no account was made yet."""
    home = own / "unpeopled"
    if not home.exists():
        shutil.copytree(ground / "unpeopled", home)
    return home


def _line(words: str, given: Given) -> list[str]:
    """The command line: arguments in their order, then options."""
    arguments: list[str] = []
    options: list[str] = []
    for option in _commands()[words].params:
        value = given.get(str(option.name))
        if value is None:
            continue
        if isinstance(option, TyperArgument):
            arguments.append(str(value))
        elif value is True:
            options.append(option.opts[0])
        else:
            options += [option.opts[0], *map(str, value if isinstance(value, tuple) else (value,))]
    return [*words.split(), *options, "--", *arguments] if arguments else [*words.split(), *options]


def _values(option: TyperOption | TyperArgument, own: Path) -> Sequence[Any]:
    """What an option of this type is tried with."""
    kind = option.type_descriptor
    if kind.annotation is bool:
        return (True,)
    if kind.is_tuple:
        return [(word, word) for word in _WORDS]
    if kind.is_datetime:
        return _DAYS
    if kind.annotation in (int, float):
        return _NUMBERS
    return _paths(own) if kind.is_path or kind.annotation == list[Path] else _WORDS


def _tried(values: Sequence[Any], words: str, name: str) -> Sequence[Any]:
    """Some of them, always the same; all where `THOROUGH` is set, as `make fuzz` does: minutes."""
    if os.environ.get("THOROUGH"):
        return values
    return random.Random(f"{words} {name}").sample(values, min(len(values), _SOME))


def _paths(own: Path) -> list[str]:
    """Nothing there, a folder, files without sense, one that cannot be read, places where nothing can be written, names too long."""
    (own / "folder").mkdir(exist_ok=True)
    for name, content in {
        "junk.csv": b"\x00\xffjunk",
        "empty": b"",
        "\udcff.csv": FIGURES.encode(),
        "{x}\x1b[31m.csv": b"",
    }.items():
        (own / name).write_bytes(content)
    names = [
        "nothing",
        "folder",
        "junk.csv",
        "junk.csv/below",
        "empty",
        "\udcff.csv",
        "{x}\x1b[31m.csv",
        "x" * 300,
        "/".join(["d" * 200] * 25),
    ]
    return [*(str(own / name) for name in names), "/proc/self/mem", "/proc/nothing/new", "~nobodyofthisname/x", "~", ""]


@pytest.fixture
def own(tmp_path: Path, ground: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder of the command, with a home to write into."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RISKMAP_HOME", str(ground / "home"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("RISKMAP_LANG", "ru")
    return tmp_path


def _complaint(line: Sequence[str]) -> str | None:
    """What is wrong with how the command took this line; None for nothing."""
    result = CliRunner().invoke(app, line)
    words = result.output
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        return repr(result.exception)
    if result.exit_code not in (0, 1, 2) or (result.exit_code and not words.strip()):
        return f"status {result.exit_code}: {words}"
    return next((f"{sign}: {words}" for sign in _FOREIGN if sign in words), None)


@pytest.mark.parametrize("words", _commands())
def test_a_good_line_succeeds(words: str, ground: Path, own: Path) -> None:
    shutil.copytree(ground / "home", own / "home")
    result = CliRunner().invoke(app, _line(words, _good(words, ground, own)))
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(("words", "name"), _options())
def test_no_value_of_an_option_ends_in_a_traceback(words: str, name: str, ground: Path, own: Path) -> None:
    shutil.copytree(ground / "home", own / "home")
    (option,) = (one for one in _commands()[words].params if one.name == name)
    complaints = {}
    for value in _tried(_values(option, own), words, name):
        line = _line(words, {**_good(words, ground, own), name: value})
        if told := _complaint(line):
            complaints[str(value)[:60]] = told[:600]
    assert complaints == {}


@pytest.fixture(scope="module")
def begun() -> Iterator[Commands]:
    """The process that commands are forked from, in the state in which the command line begins anew where names are ASCII."""
    with commands({"PATH": os.environ["PATH"], **ASCII}) as parent:
        yield parent


def _in_cyrillic(words: str, ground: Path, own: Path) -> tuple[list[str], Path, dict[str, str]]:
    """A good line, the folder it is run in, whose name is Cyrillic, and an environment of ASCII alone."""
    here = own / "Қашқадарё"
    shutil.copytree(ground, here)
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), "HOME": str(own), **ASCII}
    environment |= {"RISKMAP_LANG": "uz-Cyrl", "RISKMAP_HOME": str(here / "home")}
    return _line(words, _good(words, here, here)), here, environment


@pytest.mark.parametrize("words", _commands())
def test_a_locale_of_ascii_alone_ends_no_command(words: str, ground: Path, own: Path, begun: Commands) -> None:
    """The words come out in UTF-8, names of files in Cyrillic are found and written."""
    line, here, environment = _in_cyrillic(words, ground, own)
    for given in (line, [*words.split(), "--help"]):
        ran = begun.run(given, here, environment)
        assert (ran.status, ran.stderr.decode().strip()) == (0, "")
        assert ran.stdout.decode() or given is line


@pytest.mark.parametrize("more", [[], ["--help"]], ids=["run", "help"])
def test_a_locale_of_ascii_alone_begins_the_command_line_anew(more: list[str], ground: Path, own: Path) -> None:
    """The same of one command from its very start."""
    line, here, environment = _in_cyrillic("check", ground, own)
    ran = subprocess.run(
        [sys.executable, "-m", "mapping.cli", *(["check", *more] if more else line)],
        cwd=here, env=environment, capture_output=True, check=False, timeout=300,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr.decode().strip()) == (0, "")
    assert ran.stdout.decode()
