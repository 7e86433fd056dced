"""The tiles of the base map that lies in the home folder: pictures as they are, of vector tiles what is drawn of them."""

from __future__ import annotations

from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mapping.store.base_map import VECTOR, BaseMap, DamagedTile, base_map
from mapping.store.home import default_home
from mapping.views.map.addresses import ROOT
from mapping.views.map.tile_lines import FAULTS, lines_of
from mapping.web.kept import FOREVER, as_json, not_found, packed
from mapping.web.logs import log


def tile_routes() -> list[Route]:
    """The route of a tile."""
    return [Route(f"{ROOT}/tiles/{{digest}}/{{zoom:int}}/{{column:int}}/{{row:int}}", tile)]


def tile(request: Request) -> Response:
    """A tile; nothing (204) where the file has none, as beyond the land that it shows. One that cannot be read is logged: 500."""
    there = base_map(default_home())
    if there is None or there.digest != request.path_params["digest"]:
        return not_found()
    zoom, column, row = (request.path_params[name] for name in ("zoom", "column", "row"))
    try:
        return _answer(request, there, zoom, column, row)
    except (DamagedTile, *FAULTS) as fault:
        log.error("a tile of the base map cannot be read: %s/%s/%s: %s", zoom, column, row, fault)
        return Response("damaged", status_code=500, media_type="text/plain")


def _answer(request: Request, there: BaseMap, zoom: int, column: int, row: int) -> Response:
    if there.media_type == VECTOR:
        lines = _lines(there, zoom, column, row)
        return packed(request, lines, "application/json") if lines else _nothing()
    content = there.tile(zoom, column, row)
    return Response(content, media_type=there.media_type, headers={"Cache-Control": FOREVER}) if content else _nothing()


@lru_cache(maxsize=512)
def _lines(there: BaseMap, zoom: int, column: int, row: int) -> bytes | None:
    content = there.tile(zoom, column, row)
    return as_json(lines_of(content)) if content else None


def _nothing() -> Response:
    return Response(status_code=204, headers={"Cache-Control": FOREVER})
