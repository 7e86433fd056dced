"""The scripts, styles and fonts of Streamlit and of the map's frame, packed once and kept in memory.

Streamlit reads each from disk at every request and sends it as it is, some 3 MB to every new visitor: a network without a proxy
that packs pays for that, and the page cannot begin before the last script has come.
"""

from __future__ import annotations

import gzip
import mimetypes
from importlib.metadata import distribution
from pathlib import Path

import brotli
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from mapping.web.kept import FOREVER

PACKED = (".woff2", ".png", ".gif")  # their formats pack already


class Bundle:
    """Answers for the files of both bundles, whose names carry their content's digest; all else goes on to `app`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.files = {
            **_files("/static", "streamlit", "static/static"),
            **_files("/component/streamlit_folium.st_folium/static", "streamlit_folium", "frontend/build/static"),
        }
        self.answers: dict[tuple[Path, str], Response] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Whole files only: a part of one, asked for by `Range`, is Streamlit's to give."""
        file = self.files.get(scope.get("path", "")) if scope["type"] == "http" and scope["method"] == "GET" else None
        headers = Headers(scope=scope) if file else None
        if file is None or headers is None or "range" in headers:
            await self.app(scope, receive, send)
            return
        wanted = file, _way(file, headers.get("accept-encoding", ""))
        if wanted not in self.answers:
            self.answers[wanted] = await run_in_threadpool(_answer, *wanted)
        await self.answers[wanted](scope, receive, send)


def _files(address: str, package: str, within: str) -> dict[str, Path]:
    """Every file of a package's folder by its address.

    The package is found, not imported: streamlit_folium makes its component known to the server when it is imported, and none
    runs yet.
    """
    folder = Path(str(distribution(package).locate_file(package))) / within
    return {f"{address}/{one.relative_to(folder).as_posix()}": one for one in folder.rglob("*") if one.is_file()}


def _way(file: Path, accepted: str) -> str:
    if file.suffix in PACKED:
        return ""
    return next((way for way in ("br", "gzip") if way in accepted), "")


def _answer(file: Path, way: str) -> Response:
    content = file.read_bytes()
    headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
    if way:
        headers["Content-Encoding"] = way
        content = brotli.compress(content, quality=5) if way == "br" else gzip.compress(content, mtime=0)
    return Response(content, media_type=mimetypes.guess_type(file.name)[0], headers=headers)
