"""Halves of signs: JSON can name one half of a pair (`\\ud800`), which is no sign and can be written nowhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from mapping.model.problems import Problem
from mapping.model.signs import made_visible

_NAMED = re.compile(rb"\\u[dD][89a-fA-F]")
_HALF = re.compile("[\ud800-\udfff]")
_LONGEST_SHOWN = 200


def half_signs(file: str, content: bytes, document: Any) -> list[Problem]:
    """A problem for every property of a feature, name or value, with half a sign in it; rows are features from 1.

    `content` is what the document was read from. One problem without a row where halves stand elsewhere.
    """
    if _NAMED.search(content) is None:
        return []
    problems = [
        Problem(
            file,
            "control_sign",
            row,
            made_visible(name),
            made_visible(value if isinstance(value, str) else _text(value)),
        )
        for row, properties in _properties(document)
        for name, value in properties.items()
        if _HALF.search(_text({name: value}))
    ]
    if not problems and _HALF.search(whole := _text(document)):
        problems = [Problem(file, "control_sign", value=made_visible(whole)[:_LONGEST_SHOWN])]
    return problems


def _properties(document: Any) -> Iterator[tuple[int, Mapping[str, Any]]]:
    features = document.get("features") if isinstance(document, dict) else None
    for row, feature in enumerate(features if isinstance(features, list) else [], start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if isinstance(properties, dict):
            yield row, properties


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
