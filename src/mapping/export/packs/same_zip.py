"""Office files are zip archives: the same content is the same bytes, whenever it was written."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

_FIRST = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip archive can tell
_STAMPED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def same_zip(content: bytes, day: date) -> bytes:
    """The Office file with every member's time fixed, and its own dates, and those of workbooks in it, set to a day."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for name in given.namelist():
            written.writestr(_member(name), _dated(name, given.read(name), day))
    return target.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _FIRST)
    packed = name.endswith((".png", ".xlsx"))
    member.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    return member


def _dated(name: str, content: bytes, day: date) -> bytes:
    if name.endswith(".xlsx"):
        return same_zip(content, day)
    if name == "docProps/core.xml":
        return _STAMPED.sub(rb"\g<1>" + f"{day:%Y-%m-%d}T00:00:00Z".encode() + rb"\g<3>", content)
    return content
