"""Profiles as YAML files: read with what is wrong told by line and key, and written for people to edit.

Only the outline of the YAML is composed, no objects are made of it: every value is the text that stands there.
"""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from mapping.model.kinds import FileKind
from mapping.model.problems import Problem, Refused
from mapping.reading.registry import Severity, declare
from mapping.reading.tables.doubts import DECLINABLE, DOUBTS
from mapping.reading.tables.figures import Marks
from mapping.reading.tables.profile import FIGURES, IGNORED, ROLES, Meaning, Profile
from mapping.reading.tables.times import When, read_period
from mapping.reading.tables.words import folded

INVALID = declare(
    "profile_invalid", Severity.MUST, "8.1", "A profile is YAML with the keys and meanings that this section lists."
)
SUFFIX = ".yaml"
_MOST_BYTES = 64 * 1024
_KEYS = ("title", "kind", "decimal", "thousands", "agreed", "declined", "constants", "columns")
_OF_FIGURES = ("indicator", "group", "period")
_MARKS = {"decimal": (".", ","), "thousands": (".", ",", " ")}
_SETTLED = {"agreed": DOUBTS, "declined": DECLINABLE}
_SHIPPED = "mapping.reading.profiles"
_HEAD = """\
# Which column of this kind of file is what. A file with the same headings is read by this profile from now on.
# You may edit it: docs/data-spec.md, section 8, lists the keys and meanings.
"""


class _Fault(ValueError):
    """What is wrong (a key of the texts `profile_fault`), at which line and key, with which value; what would be right."""

    def __init__(self, fault: str, line: int | None, key: str, value: str = "", known: object = ()) -> None:
        super().__init__(fault)
        self.fault, self.line, self.key, self.value = fault, line, key, value[:100]
        self.known = ", ".join(map(str, known)) if isinstance(known, tuple) else str(known)


def shipped_profiles() -> list[str]:
    """The names of the profiles that come with the product."""
    found = resources.files(_SHIPPED).iterdir()
    return sorted(one.name.removesuffix(SUFFIX) for one in found if one.name.endswith(SUFFIX))


def load_profile(named: str) -> Profile:
    """A profile by the path of its file or by the name of a shipped one.

    Raises Refused, naming file, line, key and value, when it is not valid.
    """
    name = Path(named).name
    try:
        shipped = named in shipped_profiles()
        content = (resources.files(_SHIPPED) / f"{named}{SUFFIX}" if shipped else Path(named)).read_bytes()
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise _refused(name, _Fault("unreadable", None, "", reason)) from fault
    try:
        return parse_profile(content, name.removesuffix(SUFFIX))
    except _Fault as fault:
        raise _refused(name, fault) from fault


def _refused(file: str, fault: _Fault) -> Refused:
    details = {"fault": fault.fault, "known": fault.known or "—", "entry": fault.key or "—"}
    return Refused([Problem(file, INVALID, fault.line, fault.key or None, fault.value or None, details)])


def parse_profile(content: bytes, name: str = "") -> Profile:
    """A profile from the content of its file. Raises ValueError that says what is wrong."""
    told = _composed(content)
    keys = {key: (line, node) for key, line, node in _pairs(told, "", _KEYS)}
    line = told.start_mark.line + 1
    kind = _kind(*keys["kind"]) if "kind" in keys else None
    if kind is None or kind.table is None:
        kinds = tuple(one for one in FileKind if one.table is not None)
        raise _Fault("kind", keys["kind"][0] if "kind" in keys else line, "kind", str(kind or ""), kinds)
    allowed = (*kind.table.names, *ROLES)
    if "columns" not in keys:
        raise _Fault("absent", line, "columns", known=_KEYS)
    columns = {head: _meaning(head, at, node, allowed) for head, at, node in _pairs(keys["columns"][1], "columns")}
    if not columns:
        raise _Fault("absent", keys["columns"][0], "columns", known=allowed)
    return Profile(
        kind,
        columns,
        dict(_constants(keys["constants"][1], allowed)) if "constants" in keys else {},
        _marks(keys),
        _text(keys["title"][1]) if "title" in keys else "",
        name,
    )


def profile_text(profile: Profile) -> str:
    """The file of a profile, for people to read and edit: a line for each column."""
    written: dict[str, Any] = {"title": profile.title} if profile.title else {}
    written["kind"] = str(profile.kind)
    written |= {key: sign for key in _MARKS if (sign := getattr(profile.marks, key)) is not None}
    written |= {key: ", ".join(sorted(rules)) for key in _SETTLED if (rules := getattr(profile.marks, key))}
    if profile.constants:
        written["constants"] = dict(profile.constants)
    written["columns"] = {heading: _written(means) for heading, means in profile.columns.items()}
    return _HEAD + yaml.dump(
        written, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100_000, default_flow_style=False
    )


class _InOneLine(dict[str, str]):
    """What a column of figures holds."""


class _Dumper(yaml.SafeDumper):
    """Writes `_InOneLine` as `{indicator: theft, group: youth}`."""


_Dumper.add_representer(
    _InOneLine, lambda dumper, told: dumper.represent_mapping("tag:yaml.org,2002:map", told, flow_style=True)
)


def _written(meaning: Meaning) -> str | _InOneLine:
    told = {"indicator": meaning.indicator, "group": meaning.group, "period": _period_text(meaning.period)}
    filled = _InOneLine({key: value for key, value in told.items() if value})
    return filled or meaning.means or IGNORED


def _period_text(when: When | None) -> str | None:
    if when is None:
        return None
    if when.since_january:
        last = when.month or (when.quarter or 0) * 3
        return f"{when.year} january-{month_name[last].lower()}"
    return f"{when.year}-{when.month:02}" if when.month else str(when.in_quarter or when.year)


def _composed(content: bytes) -> yaml.MappingNode:
    if len(content) > _MOST_BYTES:
        raise _Fault("large", None, "", str(len(content)), str(_MOST_BYTES))
    try:
        node = yaml.compose(content.decode("utf-8-sig"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark
        raise _Fault("yaml", mark.line + 1 if mark else None, "", fault.problem or "") from fault
    except (ValueError, RecursionError, yaml.YAMLError) as fault:
        raise _Fault("yaml", None, "", type(fault).__name__) from fault
    if not isinstance(node, yaml.MappingNode):
        raise _Fault("not_keyed", 1, "", known=_KEYS)
    return node


def _pairs(node: yaml.Node, key: str, known: tuple[str, ...] = ()) -> Iterator[tuple[str, int, yaml.Node]]:
    """Key, line and value of every entry. Raises _Fault for what is no mapping, for a key twice, and for unknown ones."""
    if not isinstance(node, yaml.MappingNode):
        raise _Fault("not_keyed", node.start_mark.line + 1, key, known=known)
    seen: set[str] = set()
    for name, value in node.value:
        line, written = name.start_mark.line + 1, _text(name)
        if known and written not in known:
            raise _Fault("key", line, written, known=known)
        if folded(written) in seen:
            raise _Fault("twice", line, written)
        seen.add(folded(written))
        yield written, line, value


def _text(node: yaml.Node) -> str:
    """The text of a scalar, "" of what is no scalar or nothing."""
    is_text = isinstance(node, yaml.ScalarNode) and node.tag != "tag:yaml.org,2002:null"
    return str(node.value) if is_text else ""


def _kind(line: int, node: yaml.Node) -> FileKind | None:
    try:
        return FileKind(_text(node))
    except ValueError:
        known = tuple(one for one in FileKind if one.table is not None)
        raise _Fault("kind", line, "kind", _text(node), known) from None


def _meaning(heading: str, line: int, node: yaml.Node, allowed: tuple[str, ...]) -> Meaning:
    if isinstance(node, yaml.MappingNode):
        told = {key: _text(value) for key, _, value in _pairs(node, heading, _OF_FIGURES)}
        when = read_period(told["period"]) if "period" in told else None
        if "period" in told and when is None:
            raise _Fault("period", line, heading, told["period"], ("2025Q1", "2025-01", "2025"))
        if not any(told.values()):
            raise _Fault("absent", line, heading, known=_OF_FIGURES)
        return Meaning(FIGURES, when, told.get("indicator") or None, told.get("group") or None)
    written = _text(node)
    if written not in allowed:
        raise _Fault("meaning", line, heading, written, allowed)
    return Meaning("area_code" if written == "area" else written)


def _constants(node: yaml.Node, allowed: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name, line, value in _pairs(node, "constants", allowed):
        if not _text(value):
            raise _Fault("absent", line, name)
        yield name, _text(value)


def _settled(key: str, line: int, node: yaml.Node) -> frozenset[str]:
    """The rules of the doubts that are settled, parted by commas."""
    rules = frozenset(filter(None, (part.strip() for part in _text(node).split(","))))
    if not rules <= set(_SETTLED[key]):
        raise _Fault("settled", line, key, _text(node), _SETTLED[key])
    return rules


def _marks(keys: dict[str, tuple[int, yaml.Node]]) -> Marks:
    decimal, thousands = (_mark(key, *keys[key]) if key in keys else None for key in _MARKS)
    agreed, declined = (_settled(key, *keys[key]) if key in keys else frozenset[str]() for key in _SETTLED)
    return Marks(decimal, thousands, agreed, declined)


def _mark(key: str, line: int, node: yaml.Node) -> str | None:
    sign = _text(node)
    if sign not in _MARKS[key]:
        raise _Fault("mark", line, key, sign, tuple(f"“{one}”" for one in _MARKS[key]))
    return sign
