"""What Streamlit's page is told of its host: no dialogs of its own, no orders from other pages; all else is Streamlit's."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute
from streamlit.web.server.starlette.starlette_routes import create_host_config_routes

from mapping.web.host_config import ADDRESS, CONFIG, HostConfig
from tests.asgi import ask

BEHIND = b"answered behind"


def test_no_dialogs_and_no_orders() -> None:
    answer = ask(HostConfig(PlainTextResponse(BEHIND)), ADDRESS)
    assert answer.data["blockErrorDialogs"] is True
    assert answer.data["allowedOrigins"] == []
    assert answer.headers["cache-control"] == "no-cache"


def test_what_else_is_asked_goes_on() -> None:
    assert ask(HostConfig(PlainTextResponse(BEHIND)), "/_stcore/health").content == BEHIND
    assert ask(HostConfig(PlainTextResponse(BEHIND)), ADDRESS, method="POST").content == BEHIND


def test_it_says_all_that_streamlit_says() -> None:
    routes: list[BaseRoute] = create_host_config_routes(None)
    theirs = ask(Starlette(routes=routes), ADDRESS).data
    assert set(theirs) == set(CONFIG)
    assert theirs["blockErrorDialogs"] is False
