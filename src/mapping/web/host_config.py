"""What Streamlit's page asks for about its host: that it opens no dialogs of its own, and takes no orders from other pages.

Its dialogs are English and speak of the internet; that the server is away is told by `assets/line.js`.
"""

from __future__ import annotations

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

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


class HostConfig:
    """Answers for Streamlit where its page asks about its host; all else goes on to `app`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.answer = JSONResponse(CONFIG, headers={"Cache-Control": "no-cache"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = scope["type"] == "http" and scope["method"] == "GET" and scope["path"] == ADDRESS
        await (self.answer if asked else self.app)(scope, receive, send)
