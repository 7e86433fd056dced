"""What Streamlit's page is told of its host: no dialogs of its own, no orders from other pages; all else is Streamlit's."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute
from streamlit.web.server.starlette.starlette_routes import create_host_config_routes

from mapping.web.host_config import ADDRESS, CONFIG, HostConfig
from tests.asgi import ask

BEHIND = b"answered behind"
OPENS = {"Sec-Fetch-Dest": "document", "Accept": "text/html"}


def hosted() -> HostConfig:
    return HostConfig(PlainTextResponse(BEHIND), pages=["/", "/mine"])


def test_no_dialogs_and_no_orders() -> None:
    answer = ask(hosted(), ADDRESS)
    assert answer.data["blockErrorDialogs"] is True
    assert answer.data["allowedOrigins"] == []
    assert answer.headers["cache-control"] == "no-cache"


def test_what_else_is_asked_goes_on() -> None:
    assert ask(hosted(), "/_stcore/health").content == BEHIND
    assert ask(hosted(), ADDRESS, method="POST").content == BEHIND


def test_it_says_all_that_streamlit_says() -> None:
    routes: list[BaseRoute] = create_host_config_routes(None)
    theirs = ask(Starlette(routes=routes), ADDRESS).data
    assert set(theirs) == set(CONFIG)
    assert theirs["blockErrorDialogs"] is False


def test_pages_are_told_where_the_server_is_before_anything_else_runs() -> None:
    answer = ask(hosted(), "/mine", headers=OPENS)
    page = answer.content.decode()
    assert page.index("BACKEND_BASE_URL: location.origin") < page.index("<script", page.index("<script") + 1)
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-cache")
    assert ask(hosted(), "/", headers=OPENS).content == BEHIND, "it finds its server beside its own address"
    assert ask(hosted(), "/elsewhere", headers=OPENS).content == BEHIND
    assert ask(hosted(), "/mine", headers={"Sec-Fetch-Dest": "script"}).content == BEHIND
