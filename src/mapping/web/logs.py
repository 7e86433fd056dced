"""The server's log: every line on standard error, in one form, whoever writes it."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from urllib.parse import quote

from starlette.types import Scope

from mapping.model.settings import LogForm, LogLevel, not_settings
from mapping.web.rules import INVITATION, SERVICE

FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_SERVER = ("riskmap", "uvicorn", "streamlit", "websockets")
_EVERY_REQUEST = "uvicorn.access"  # stays as it was set: silent

log = logging.getLogger("riskmap.web")


class JsonLines(logging.Formatter):
    """An object of JSON a line: `time` (UTC, ISO 8601), `level`, `logger`, `message`, and `traceback` where something was raised."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, whatever signs the message holds."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {
            "time": moment,
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def begin(level: LogLevel, form: LogForm = LogForm.LINES) -> None:
    """Write the server's lines from `level` on, in one form and once, and warnings of all else.

    uvicorn and Streamlit set up loggers of their own when they are imported; some of uvicorn's faults then went nowhere.
    """
    weight = logging.getLevelName(level.upper())
    logging.basicConfig(level=max(weight, logging.WARNING), format=FORM, force=True)
    if form is LogForm.JSON:
        logging.root.handlers[0].setFormatter(JsonLines())
    for name in (*_SERVER, *logging.root.manager.loggerDict):
        if name.partition(".")[0] in _SERVER and name != _EVERY_REQUEST:
            logger = logging.getLogger(name)
            logger.handlers.clear()
            logger.propagate = True
            logger.setLevel(weight if name in _SERVER else logging.NOTSET)
    for name in not_settings():
        log.warning("%s is no setting of this version and changes nothing", name)


def address_of(scope: Scope) -> str:
    """What was asked for as it came, in one line whatever signs it holds: method, path and query; without a secret in it."""
    path = scope.get("raw_path") or quote(scope["path"]).encode()
    if scope["path"].startswith(INVITATION):
        path = f"{INVITATION}/...".encode()
    is_answer = scope["path"].startswith(SERVICE)
    query = b"?" + scope["query_string"] if scope.get("query_string") and not is_answer else b""
    asked = (path + query).decode("ascii", "backslashreplace")
    return f"{scope.get('method', scope['type'])} {asked}"
