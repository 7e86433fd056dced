"""Streamlit's bundle from memory: the same bytes, packed as the browser can take them; all else is left to Streamlit."""

from __future__ import annotations

from importlib.metadata import distribution
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse

from mapping.web.bundle import Bundle
from mapping.web.kept import FOREVER
from tests.asgi import Answer, ask

FOLDER = Path(str(distribution("streamlit").locate_file("streamlit/static/static")))
SCRIPT = max((FOLDER / "js").glob("index.*.js"), key=lambda path: path.stat().st_size)
FONT = next((FOLDER / "media").glob("*.woff2"))
ADDRESS = f"/static/js/{SCRIPT.name}"
BEHIND = b"answered behind"


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return Bundle(PlainTextResponse(BEHIND))


def get(bundle: Bundle, address: str, accepted: str = "gzip, deflate, br") -> Answer:
    return ask(bundle, address, headers={"Accept-Encoding": accepted})


@pytest.mark.parametrize(("accepted", "way"), [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("identity", None)])
def test_a_script_comes_whole_and_packed_as_asked(bundle: Bundle, accepted: str, way: str | None) -> None:
    made, kept = get(bundle, ADDRESS, accepted), get(bundle, ADDRESS, accepted)
    assert made == kept
    assert made.headers.get("content-encoding") == way
    assert made.headers["vary"] == "Accept-Encoding"
    assert made.headers["cache-control"] == FOREVER
    assert "javascript" in made.headers["content-type"]
    assert int(made.headers["content-length"]) == len(made.content)
    assert made.plain == SCRIPT.read_bytes()
    if way:
        assert len(made.content) < SCRIPT.stat().st_size / 2


def test_a_font_is_not_packed_twice(bundle: Bundle) -> None:
    answer = get(bundle, f"/static/media/{FONT.name}")
    assert "content-encoding" not in answer.headers
    assert answer.content == FONT.read_bytes()


def test_the_maps_frame_has_its_script(bundle: Bundle) -> None:
    names = [one for one in bundle.files if one.startswith("/component/") and one.endswith(".js")]
    assert names
    assert all(get(bundle, name).plain == bundle.files[name].read_bytes() for name in names)


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/static/",
        "/static/js",
        "/static/js/nothing.js",
        "/static/../static/index.html",
        "/static/js/%2e%2e/css",
        "/map",
    ],
)
def test_what_is_no_file_of_the_bundle_is_left_to_streamlit(bundle: Bundle, address: str) -> None:
    assert get(bundle, address).content == BEHIND


def test_only_whole_files_are_given(bundle: Bundle) -> None:
    assert ask(bundle, ADDRESS, headers={"Range": "bytes=0-9"}).content == BEHIND
    assert ask(bundle, ADDRESS, method="POST").content == BEHIND
    assert ask(bundle, ADDRESS, method="HEAD").headers["content-length"] == str(len(BEHIND))
