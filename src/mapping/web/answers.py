"""What the routes of decisions have in common: the language and the snapshot asked for, and answers that nobody keeps."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from mapping.live.decisions.form import FieldProblem
from mapping.model.locale import DEFAULT_LANG, Lang
from mapping.store import NoSnapshot, Snapshot, StoreError, current_id
from mapping.store.home import default_home
from mapping.store.opened import snapshot_by_id
from mapping.store.shelf import snapshot_folder

NOT_KEPT = {"Cache-Control": "no-store"}


def snapshot_of(named: str) -> Snapshot:
    """The snapshot that was looked at, where it is still there; else the current one. Raises NoSnapshot."""
    try:
        return snapshot_by_id(snapshot_folder(default_home(), named or None).name)
    except NoSnapshot:
        return snapshot_by_id(snapshot_folder(default_home(), current_id(default_home())).name)


def lang_of(request: Request) -> Lang:
    """The language asked for, the default for one that is not spoken."""
    given = request.query_params.get("lang", DEFAULT_LANG)
    return Lang(given) if given in list(Lang) else DEFAULT_LANG


def problems(found: Iterable[FieldProblem], lang: Lang, *, status: int) -> Response:
    """What is wrong, field by field, in the reader's language."""
    said = [{"field": one.field, "message": one.told(lang)} for one in found]
    return fresh({"problems": said}, status=status)


def refused(fault: StoreError | NoSnapshot, lang: Lang, *, status: int) -> Response:
    """What is wrong with no single field."""
    return fresh({"problems": [{"field": "", "message": fault.told(lang)}]}, status=status)


def fresh(content: object, *, status: int = 200) -> Response:
    """JSON that is asked for anew each time."""
    return JSONResponse(content, status_code=status, headers=NOT_KEPT)
