"""Mapping profiles: a YAML file that says which column of an export is what.

Keys: `kind` (required), `columns` (heading: meaning), `constants`, `decimal`, `thousands`, `title`. A meaning is a
column of the schema, `area_code`, `area_name`, `number`, `ignore`, or a mapping of `indicator`, `group`, `period` for a
column of figures. Documented in docs/data-spec.md, section 8.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from mapping.intake.checks.registry import Severity, declare
from mapping.intake.files.limits import refuse
from mapping.intake.kinds import Kind
from mapping.intake.tables.figures import Marks
from mapping.intake.tables.times import When, read_period
from mapping.intake.tables.words import folded

INVALID = declare(
    "profile_invalid", Severity.MUST, "8.1", "A profile is YAML with the keys and meanings that this section lists."
)
COLUMN_ABSENT = declare(
    "profile_column_absent", Severity.MUST, "8.2", "Every column that a profile names stands in the table."
)
_MOST_BYTES = 64 * 1024
_KEYS = {"kind", "columns", "constants", "decimal", "thousands", "title"}
_FIGURES = {"indicator", "group", "period"}
_ROLES = {"area_code", "area_name", "number", "ignore", "period", "year"}
_SHIPPED = "mapping.intake.profiles"


@dataclass(frozen=True)
class Profile:
    """`columns` maps folded headings to what they mean; `written` keeps the headings; `constants` hold everywhere."""

    kind: Kind
    columns: Mapping[str, tuple[str, When | None, str | None, str | None]]
    written: tuple[str, ...]
    constants: Mapping[str, str]
    marks: Marks

    def column(self, heading: str) -> tuple[str, When | None, str | None, str | None] | None:
        """Meaning, period, indicator and group of a heading; None when the profile does not name it."""
        return self.columns.get(folded(heading))


def shipped_profiles() -> list[str]:
    """The names of the profiles that come with the product."""
    found = resources.files(_SHIPPED).iterdir()
    return sorted(one.name.removesuffix(".yaml") for one in found if one.name.endswith(".yaml"))


def load_profile(named: str) -> Profile:
    """A profile by the path of its file or by the name of a shipped one. Raises Refused when it is not valid."""
    name = Path(named).name
    try:
        shipped = resources.files(_SHIPPED) / f"{named}.yaml"
        content = shipped.read_bytes() if named in shipped_profiles() else Path(named).read_bytes()
        if len(content) > _MOST_BYTES:
            raise ValueError(f"larger than {_MOST_BYTES} bytes")
        return parse_profile(yaml.safe_load(content.decode("utf-8-sig")))
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as fault:
        raise refuse(name, INVALID, reason=" ".join(str(fault).split())[:300]) from fault


def parse_profile(found: Any) -> Profile:
    """A profile from its parsed YAML. Raises ValueError that says what is wrong."""
    if not isinstance(found, dict):
        raise ValueError("a profile is a mapping")
    odd = set(found) - _KEYS
    if odd:
        raise ValueError(f"unknown key: {', '.join(map(str, odd))}")
    kind = Kind(str(found.get("kind")))
    if kind.table is None:
        raise ValueError("kind: boundaries need no profile")
    columns, constants = found.get("columns"), found.get("constants") or {}
    if not isinstance(columns, dict) or not columns or not isinstance(constants, dict):
        raise ValueError("columns and constants are mappings, columns is not empty")
    allowed = {*kind.table.names, *_ROLES}
    if wrong := set(map(str, constants)) - allowed:
        raise ValueError(f"unknown constant: {', '.join(wrong)}")
    return Profile(
        kind,
        {folded(str(heading)): _meaning(means, allowed) for heading, means in columns.items()},
        tuple(str(heading) for heading, means in columns.items() if means != "ignore"),
        {str(name): str(value) for name, value in constants.items()},
        Marks(_mark(found, "decimal", ".,"), _mark(found, "thousands", "., ")),
    )


def _meaning(means: Any, allowed: set[str]) -> tuple[str, When | None, str | None, str | None]:
    if isinstance(means, str) and means in allowed:
        return ("area_code" if means == "area" else means, None, None, None)
    if isinstance(means, dict) and means and set(means) <= _FIGURES:
        when = read_period(str(means["period"])) if "period" in means else None
        if "period" in means and when is None:
            raise ValueError(f"no period: {means['period']}")
        return ("value", when, _text(means.get("indicator")), _text(means.get("group")))
    raise ValueError(f"unknown meaning: {means!r}; known: {', '.join(sorted(allowed))}")


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _mark(found: Mapping[str, Any], key: str, allowed: str) -> str | None:
    sign = found.get(key)
    if sign is None:
        return None
    if not isinstance(sign, str) or len(sign) != 1 or sign not in allowed:
        raise ValueError(f"{key} is one of the signs {' '.join(allowed)}")
    return sign
