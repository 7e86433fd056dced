"""The HTML pack: an area's map, tables, measures and method in one file that opens by double click, without a network.

The file holds its data deflated; its own script draws them. Its policy forbids every request.
"""

from __future__ import annotations

import base64
import json
import zlib

from markupsafe import Markup

from mapping.export.packs.html_content import content
from mapping.model.assets import asset, page
from mapping.model.locale import Lang, text
from mapping.model.selection import Selection
from mapping.store import Snapshot
from mapping.views.map.joined import joined

POLICY = Markup("default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:")
LEVEL = 6  # of deflate: 9 is three times slower for one per cent


def html_pack(snapshot: Snapshot, selection: Selection, area: str, lang: Lang) -> bytes:
    """A whole HTML file (UTF-8) for a region, a district or a mahalla, in the selection's indicator, group and period.

    All periods of the selection's span can be chosen in it. Raises KeyError for an unknown area.
    """
    held = content(snapshot, selection.at(area), lang)
    written = json.dumps(held, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    data = base64.b64encode(zlib.compress(written.encode(), LEVEL)).decode()
    parts = {
        "lang": "uz-Latn" if lang is Lang.UZ else str(lang),
        "policy": POLICY,
        "title": str(held["title"]),
        "style": asset("pack.css"),
        "unsupported": text("html_pack.unsupported", lang),
        "data": data,
        "script": Markup(joined("pack/pack.js")),  # noqa: S704
    }
    return page("pack.html", parts).encode()
