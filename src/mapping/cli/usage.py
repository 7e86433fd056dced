"""Wrong usage in the reader's words: the library that reads options tells it in English alone.

What is wrong is read from its exceptions; where these carry it in their sentence only, from the sentence. A test tries every
kind, so that another version of the library shows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from typer._click.exceptions import MissingParameter, NoSuchOption, UsageError

from mapping.model.locale import Lang, text
from mapping.model.settings import language

_SENTENCES = [
    (re.compile(sentence, re.DOTALL), key)
    for sentence, key in (
        (r"dir '(?P<given>.*)' does not exist\.", "no_folder"),
        (r"(file|path) '(?P<given>.*)' does not exist\.", "no_file"),
        (r"\w+ '(?P<given>.*)' is a file\.", "is_file"),
        (r"\w+ '(?P<given>.*)' is a directory\.", "is_folder"),
        (r"\w+ '(?P<given>.*)' is not readable\.", "unreadable"),
        (r"Option .* does not take a value\.", "no_value_taken"),
        (r"Option .* requires an argument\.", "needs_value"),
        (r"Option .* requires (?P<count>\d+) arguments\.", "needs_values"),
        (r"Got unexpected extra argument\(s\) \((?P<given>.*)\)", "too_much"),
        (r"No such command ['\"](?P<given>.*?)['\"]\..*", "no_command"),
        (r"Missing command\.", "command_missing"),
    )
]
_NUMBERS = {"int_parsing": "whole_number", "int_parsing_size": "whole_number", "int_from_float": "whole_number"}
_BOUNDS = ("greater_than_equal", "less_than_equal")


def language_asked(arguments: Sequence[str]) -> Lang:
    """The language that `--lang` names, else that of the setting."""
    before = [f"{one}={after}" for one, after in pairwise(arguments) if one == "--lang"]
    named = [one.partition("=")[2] for one in (*before, *arguments) if one.startswith("--lang=")]
    return Lang(named[-1]) if named and named[-1] in list(Lang) else language()


def told(fault: UsageError, lang: Lang) -> list[str]:
    """What is wrong, at which option or argument, and where help is: a line each."""
    said = _sentence(fault, lang)
    where = _where(fault)
    if where and where not in said:
        said = text("usage.at", lang, where=where, said=said)
    return [said] if fault.ctx is None else [said, text("usage.help", lang, command=fault.ctx.command_path)]


def _sentence(fault: UsageError, lang: Lang) -> str:
    if isinstance(fault, MissingParameter):
        return text("usage.missing", lang, where=_where(fault))
    if isinstance(fault, NoSuchOption):
        return _no_option(fault, lang)
    errors = getattr(fault.__cause__, "errors", None)
    if callable(errors):
        return _of_value(fault, errors()[0], lang)
    for sentence, key in _SENTENCES:
        if found := sentence.fullmatch(fault.message):
            return text(f"usage.{key}", lang, where=_where(fault), known=_commands(fault), **found.groupdict())
    return fault.message  # a sentence of ours


def _commands(fault: UsageError) -> str:
    """The commands among which the one that was named is not."""
    group = getattr(fault.ctx, "command", None)
    return ", ".join(name for name, one in getattr(group, "commands", {}).items() if not one.hidden)


def _no_option(fault: Any, lang: Lang) -> str:
    if not fault.possibilities:
        return text("usage.no_option", lang, given=fault.option_name)
    known = ", ".join(sorted(fault.possibilities))
    return text("usage.no_option_but", lang, given=fault.option_name, known=known)


def _of_value(fault: Any, error: dict[str, Any], lang: Lang) -> str:
    """Why a value does not fit the kind of its option."""
    given, kind = str(error["input"]), fault.param.type_descriptor
    if kind.is_choice:
        known = ", ".join(str(getattr(one, "value", one)) for one in kind.choices)
        return text("usage.choice", lang, given=given, known=known)
    if kind.is_datetime:
        return text("usage.day", lang, given=given)
    if error["type"] in _BOUNDS:
        return _out_of_bounds(given, kind.parameter_info.min, kind.parameter_info.max, lang)
    return text(f"usage.{_NUMBERS.get(error['type'], 'number')}", lang, given=given)


def _out_of_bounds(given: str, least: float | None, most: float | None, lang: Lang) -> str:
    if least is not None and most is not None:
        return text("usage.between", lang, given=given, least=least, most=most)
    if least is not None:
        return text("usage.at_least", lang, given=given, least=least)
    return text("usage.at_most", lang, given=given, most=most)


def _where(fault: Any) -> str:
    """The option or argument as it is written; "" where it is about none."""
    if hint := getattr(fault, "param_hint", None):
        return hint if isinstance(hint, str) else ", ".join(hint)
    if name := getattr(fault, "option_name", ""):
        return str(name)
    param = getattr(fault, "param", None)
    if param is None:
        return ""
    return ", ".join(param.opts) if param.param_type_name == "option" else param.metavar or param.name.upper()
