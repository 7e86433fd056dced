"""Wrong usage of every command and option: our own sentence in the reader's language, never the library's English."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from typer.core import TyperArgument, TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from mapping.cli.app import app
from mapping.cli.usage import language_asked
from mapping.model.locale import Lang, text

ENGLISH = re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")
"""Three English words in a row, which no name of a file, option or code is."""


def _parameters() -> list[tuple[tuple[str, ...], Any]]:
    """Each option and argument of each command, with the words that call the command."""
    found: list[tuple[tuple[str, ...], Any]] = []

    def walk(command: Any, words: tuple[str, ...]) -> None:
        found.extend((words, one) for one in command.params)
        for name, inner in getattr(command, "commands", {}).items():
            walk(inner, (*words, name))

    walk(get_command(app), ())
    return found


def _wrong(kind: Any) -> list[str]:
    """Values that do not fit a kind of option."""
    limits = kind.parameter_info
    values = ["none-of-them"] if kind.is_choice else []
    values += ["2026-02-30", "soon"] if kind.is_datetime else []
    if kind.annotation in (int, float):
        values += ["many", *([str(limits.min - 1)] if limits.min is not None else [])]
        values += [str(limits.max + 1)] if limits.max is not None else []
    if kind.is_path or kind.annotation == list[Path]:
        values += ["nowhere"] if limits.exists else []
        values += ["folder"] if not limits.dir_okay else []
        values += ["file"] if not limits.file_okay else []
    return values


_WRONG = {
    (str(one.name), value): (words, one, value) for words, one in _parameters() for value in _wrong(one.type_descriptor)
}
"""One command for each option and value: several share options such as `--lang`."""


def _said(*line: str) -> str:
    result = CliRunner().invoke(app, line)
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    return "\n".join(line for line in result.stderr.splitlines() if not line.endswith("--help"))


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RISKMAP_LANG", "ru")
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()


@pytest.mark.parametrize(
    ("words", "option", "value"),
    _WRONG.values(),
    ids=lambda part: part if isinstance(part, str) else " ".join(part) if isinstance(part, tuple) else part.name,
)
def test_a_value_that_does_not_fit_is_told_with_the_option(words: tuple[str, ...], option: Any, value: str) -> None:
    given = [value] if isinstance(option, TyperArgument) else [f"{option.opts[0]}={value}"]
    said = _said(*words, *given)
    assert value in said
    assert (option.metavar if isinstance(option, TyperArgument) else option.opts[0]) in said
    assert not ENGLISH.search(said)


@pytest.mark.parametrize("words", sorted({words for words, _ in _parameters()}), ids=" ".join)
def test_what_a_command_does_not_know_is_told(words: tuple[str, ...]) -> None:
    said = _said(*words, "--nothing-such")
    assert "--nothing-such" in said
    assert not ENGLISH.search(said)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (["demo", "--mahallas"], ["--mahallas"]),
        (["stats", "file", "--previous", "a"], ["--previous", "2"]),
        (["publish", "--all-problems=3"], ["--all-problems"]),
        (["check"], ["FILE"]),
        (["check", "file", "more"], ["more"]),
        (["chek"], ["chek", "check"]),
        (["people", "ad"], ["ad", "add"]),
        (["publish", "--asof", "2026-01-15"], ["--asof", "--as-of"]),
        (["stats", "file", "--rate", "x"], ["--neighbours"]),
        (["stats", "file"], ["--population"]),
        (["stats", "file", "--rate", "x", "--previous", "a", "b"], ["--previous", "--rate"]),
        (["events", "file", "--out", "x", "--from", "2025Q1"], ["--to"]),
        (["events", "file", "--out", "x", "--from", "2025Q4", "--to", "2025Q1"], ["--from"]),
        (["events", "file", "--out", "x", "--from", "soon", "--to", "2025Q1"], ["--from", "soon"]),
        (["events", "file", "--out", "x", "--column", "x"], ["--column", "date"]),
        (["events", "file", "--out", "x", "--projection", "moon"], ["--projection", "moon"]),
        (["check", "file", "--parent", "12"], ["--parent", "12"]),
        (["check", "file", "--period", "soon"], ["--period", "soon"]),
        (["check", "file", "--report", "x.pdf"], ["--report", ".html"]),
        (["import", "file", "--accept", "nothing"], ["--accept", "nothing"]),
        (["import", "file", "--parent", "12"], ["--parent", "12"]),
    ],
    ids=" ".join,
)  # fmt: skip
def test_every_kind_of_wrong_usage(line: list[str], told: list[str]) -> None:
    said = _said(*line)
    assert [part for part in told if part not in said] == []
    assert not ENGLISH.search(said)


@pytest.mark.parametrize("lang", list(Lang))
def test_the_language_is_that_of_the_line_wherever_it_stands(lang: Lang) -> None:
    day = text("usage.day", lang, given="2026-02-30")
    for line in (
        ["publish", "--as-of", "2026-02-30", "--lang", lang],
        ["publish", f"--lang={lang}", "--as-of", "2026-02-30"],
    ):
        assert day in _said(*line)


def test_a_language_that_is_not_spoken_is_told_in_that_of_the_setting() -> None:
    assert language_asked(["publish", "--lang", "fr"]) is Lang.RU
    assert language_asked(["publish", "--lang"]) is Lang.RU
    assert "fr" in _said("publish", "--lang", "fr")


def test_a_group_of_commands_alone_prints_its_help() -> None:
    for command in get_command(app).commands.values():  # type: ignore[attr-defined]
        if isinstance(command, TyperGroup) and command.no_args_is_help:
            result = CliRunner().invoke(app, [str(command.name)])
            assert "--help" in result.output
            assert not result.stderr
