"""The base map under the areas, as browsers are told of it: a file in the home folder, or a server inside the network."""

from __future__ import annotations

from typing import Any

from mapping.model.settings import settings
from mapping.store.base_map import VECTOR, base_map
from mapping.store.home import default_home
from mapping.views.map import addresses

_MOST_OF_SERVER = 18


def told_base() -> dict[str, Any] | None:
    """The template of its addresses, whether it is pictures or lines, its zooms and whose it is; None without one.

    A server that is named goes before a file.
    """
    if template := settings().tiles:
        return {"address": template, "form": "pictures", "least": 0, "most": _MOST_OF_SERVER, "attribution": ""}
    there = base_map(default_home())
    if there is None:
        return None
    form = "lines" if there.media_type == VECTOR else "pictures"
    return {
        "address": addresses.tiles(there.digest),
        "form": form,
        "least": there.least,
        "most": there.most,
        "attribution": there.attribution,
    }
