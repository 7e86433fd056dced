"""Reading `dataset.toml`: what the dataset is, of which region, at which day, and whether it is invented."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from mapping.model.as_of import bounds_told, is_plausible
from mapping.model.locale import Lang
from mapping.model.problems import Problem
from mapping.model.signs import has_unwritable, made_visible
from mapping.store import DatasetInfo

INFO_FILE = "dataset.toml"

_MEANING = {
    "title": "The dataset's name in each language, shown at the head of every page: keys `uz`, `uz-Cyrl`, `ru`, `en`",
    "region": "Code of the region shown first, in quotation marks",
    "as_of": "The day the figures stand at, from 2000 on and at most a year ahead, as 2026-01-15 without quotation marks",
    "demonstration": "`true` when the figures are invented: every page and every export then says so; else `false`",
}


def keys() -> dict[str, str]:
    """Every key of the file with its meaning."""
    return dict(_MEANING)


def read_info(content: bytes) -> tuple[DatasetInfo | None, list[Problem]]:
    """What the file says, or None with its problems."""
    try:
        found = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as fault:  # both decoding and TOML errors are ValueErrors
        return None, [Problem(INFO_FILE, "file_broken", details={"reason": str(fault)})]
    return info_of(found)


def info_of(found: Mapping[str, Any]) -> tuple[DatasetInfo | None, list[Problem]]:
    """What the keys of the file say, or None with their problems."""
    problems = list(_problems(found))
    if problems:
        return None, problems
    title = {lang: found["title"][lang.value] for lang in Lang}
    return DatasetInfo(title, found["region"], found["as_of"], found["demonstration"]), []


def _problems(found: Mapping[str, Any]) -> list[Problem]:
    problems = [Problem(INFO_FILE, "column_missing", column=key) for key in _MEANING if key not in found]
    problems += [Problem(INFO_FILE, "column_unknown", column=key) for key in found if key not in _MEANING]
    problems += [
        Problem(INFO_FILE, "info_value", column=key, value=str(found[key]), details={"expected": example})
        for key, (accepts, example) in _ACCEPTED.items()
        if key in found and not accepts(found[key])
    ]
    day = found.get("as_of")
    if isinstance(day, date) and _is_day(day) and not is_plausible(day):
        problems += [Problem(INFO_FILE, "as_of_range", column="as_of", value=day.isoformat(), details=bounds_told())]
    if isinstance(found.get("title"), dict):
        problems += [_missing_title(lang) for lang in Lang if not _is_text(found["title"].get(lang.value))]
        problems += [
            Problem(INFO_FILE, "control_sign", column=f"title.{lang}", value=made_visible(words))
            for lang, words in found["title"].items()
            if _is_text(words) and has_unwritable(words)
        ]
    return problems


def _missing_title(lang: Lang) -> Problem:
    return Problem(INFO_FILE, "value_missing", column=f"title.{lang.value}")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value.strip() != ""


def _is_day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


_ACCEPTED: dict[str, tuple[Callable[[Any], bool], str]] = {
    "title": (lambda value: isinstance(value, dict), "[title]"),
    "region": (_is_text, 'region = "1710"'),
    "as_of": (_is_day, "as_of = 2026-01-15"),
    "demonstration": (lambda value: isinstance(value, bool), "demonstration = false"),
}
