"""What the routes of decisions have in common: the snapshot asked for, and answers that nobody keeps."""

from __future__ import annotations

import json
from collections.abc import Iterable

from starlette.responses import JSONResponse, Response

from mapping.live.decisions.form import FieldProblem
from mapping.model.locale import Lang
from mapping.model.problems import Told
from mapping.store import Damaged, NoSnapshot, Snapshot
from mapping.store.opened import opened

NOT_KEPT = {"Cache-Control": "no-store"}


def snapshot_of(named: str) -> Snapshot:
    """The snapshot that was looked at, where it is still there; else the current one. Raises NoSnapshot, Damaged."""
    try:
        return opened(named or None)
    except Damaged:
        raise
    except NoSnapshot:
        return opened(None)


def problems(found: Iterable[FieldProblem], lang: Lang, *, status: int) -> Response:
    """What is wrong, field by field, in the reader's language."""
    said = [{"field": one.field, "message": one.told(lang)} for one in found]
    return fresh({"problems": said}, status=status)


def refused(fault: Told, lang: Lang, *, status: int) -> Response:
    """What is wrong with no single field."""
    return fresh({"problems": [{"field": "", "message": fault.told(lang)}]}, status=status)


def fresh(content: object, *, status: int = 200) -> Response:
    """JSON that is asked for anew each time."""
    return _Json(content, status_code=status, headers=NOT_KEPT)


class _Json(JSONResponse):
    """A refusal repeats what was sent, and half characters (`"\\ud800"`) cannot be written: a question mark stands for each."""

    def render(self, content: object) -> bytes:
        return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode(errors="replace")
