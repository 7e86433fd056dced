"""What Streamlit's page is told of its host: that it opens no dialogs of its own, takes no orders from other pages, and where its server is.

Its dialogs are English and speak of the internet; that the server is away is told by `assets/line.js`. A page that is not told where its server is
looks below its own address first, where there is nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import distribution
from pathlib import Path

from starlette.responses import HTMLResponse, JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from mapping.web.asked import is_page

ADDRESS = "/_stcore/host-config"
CONFIG = {
    "allowedOrigins": [],
    "useExternalAuthToken": False,
    "enableCustomParentMessages": False,
    "enforceDownloadInNewTab": False,
    "metricsUrl": "",
    "blockErrorDialogs": True,
    "resourceCrossOriginMode": None,
}
_HEAD = "<head>"
_SERVER = '<script>window.__streamlit = { BACKEND_BASE_URL: location.origin + "/" };</script>'


class HostConfig:
    """Answers for Streamlit where its page asks about its host, and gives its page at the addresses of `pages`, but for the first one's, which looks right;
    all else goes on to `app`."""

    def __init__(self, app: ASGIApp, pages: Iterable[str]) -> None:
        self.app = app
        self.pages = frozenset(pages) - {"/"}
        self.config = JSONResponse(CONFIG, headers={"Cache-Control": "no-cache"})
        written = Path(str(distribution("streamlit").locate_file("streamlit/static/index.html"))).read_text("utf-8")
        self.page = HTMLResponse(written.replace(_HEAD, _HEAD + _SERVER, 1), headers={"Cache-Control": "no-cache"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self.app
        if scope["type"] == "http" and scope["method"] == "GET":
            if scope["path"] == ADDRESS:
                answer = self.config
            elif scope["path"] in self.pages and is_page(scope):
                answer = self.page
        await answer(scope, receive, send)
