"""Visitors without a browser: Streamlit sessions held open by their websocket, so that only the server is weighed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

RUN_TIMEOUT = 120.0


@contextlib.contextmanager
def open_session(url: str, query: str) -> Iterator[ClientConnection]:
    """A session that has received its first page, query as in the address bar; open until the block ends."""
    stream = f"ws://{urlsplit(url).netloc}/_stcore/stream"
    with connect(stream, subprotocols=["streamlit"], origin=url, max_size=None) as connection:  # type: ignore[list-item, arg-type]
        request = BackMsg()
        request.rerun_script.query_string = query
        connection.send(request.SerializeToString())
        while _kind(connection.recv(timeout=RUN_TIMEOUT)) != "script_finished":
            pass
        yield connection


def _kind(payload: str | bytes) -> str | None:
    message = ForwardMsg()
    message.ParseFromString(payload if isinstance(payload, bytes) else payload.encode())
    kind: str | None = message.WhichOneof("type")
    return kind
