"""Which attributes of features are codes and which are names; the rest describes other things."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mapping.model.levels import Level
from mapping.model.names import latin
from mapping.reading.codes import is_code

_CODE_HEADERS = {"code", "kod", "kodi", "soato", "soato kod", "soato kodi", "soato code", "kod soato", "mhobt"}
_CODE_HEADERS |= {"mhobt kodi", "area", "area code", "hudud kodi"}
_NAME_HEADER = re.compile(r"\b(?:name|nom|nomi|nomlanishi|nazvanie|naimenovanie|imya|hudud|hududlar|adm\d)\b|name|nom")
_OWN_HEADER = {
    Level.REGION: re.compile(r"\b(?:viloyat|oblast|region)"),
    Level.DISTRICT: re.compile(r"\b(?:tuman|rayon|district|shahar|shaxar|gorod)"),
    Level.MAHALLA: re.compile(r"\b(?:mahall|maxall|mfy|mfi|msg|neighbou?rhood)"),
}
_COUNTRY_CODE = "17"
_MOSTLY = 0.8
_WIDER = {
    Level.REGION: r"country|strana|davlat|adm0|parent",
    Level.DISTRICT: r"country|strana|davlat|adm[01]|region|viloyat|oblast|parent|province",
    Level.MAHALLA: r"country|strana|davlat|adm[012]|region|viloyat|oblast|parent|province|district|tuman|rayon",
}


def code_column(attributes: Mapping[str, list[str]]) -> str | None:
    """The attribute that holds codes: by its name, else by what most of its values look like."""
    for name in attributes:
        if latin(name) in _CODE_HEADERS:
            return name
    for name, values in attributes.items():
        filled = [value for value in values if value]
        alike = [value for value in filled if is_code(value) and value.startswith(_COUNTRY_CODE)]
        wider = re.search(r"parent|region|viloyat|oblast", latin(name)) is not None
        if filled and not wider and len(alike) >= _MOSTLY * len(filled):
            return name
    return None


def name_columns(attributes: Mapping[str, list[str]], level: Level, code: str | None) -> list[str]:
    """The attributes that hold the areas' own names: by their heading, else all that hold words of their own."""
    worded = [
        name
        for name, values in attributes.items()
        if name != code and _is_worded(values) and not re.search(_WIDER[level], latin(name).replace(" ", "_"))
    ]
    headed = [name for name in worded if _NAME_HEADER.search(latin(name)) or _OWN_HEADER[level].search(latin(name))]
    return headed or worded


def _is_worded(values: list[str]) -> bool:
    filled = [value for value in values if value]
    return bool(filled) and sum(any(sign.isalpha() for sign in value) for value in filled) > len(filled) / 2
