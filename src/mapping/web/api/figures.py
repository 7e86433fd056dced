"""The figures of a view: the rows of the table that a page offers as a file."""

from __future__ import annotations

from typing import Any

from mapping.live.current import live
from mapping.model.selection import from_query, number_in
from mapping.store import Damaged, NoSnapshot, NothingPublished, Snapshot
from mapping.store.opened import opened
from mapping.views.map.table import same_in_all, view_table
from mapping.views.map.view import compute
from mapping.web.api.asking import Asked
from mapping.web.api.forms import OfView, Paged
from mapping.web.api.measures import plain
from mapping.web.api.paging import cut
from mapping.web.asked import NotThere, has_statistics

_OF_THE_VIEW = [name for name in OfView.model_fields if name not in Paged.model_fields]


def figures(asked: Asked[OfView]) -> dict[str, Any]:
    """A row for each area of the view, by code. Raises NotThere where the snapshot has nothing like it."""
    query = {name: str(given) for name in _OF_THE_VIEW if (given := getattr(asked.query, name))}
    snapshot = _shown(query.get("snapshot"), number_in(query.get("seq", "")))
    if not has_statistics(snapshot):
        raise NotThere(snapshot.id)
    selection, fallbacks = from_query({**query, "lang": asked.lang}, snapshot)
    if fallbacks:
        raise NotThere(fallbacks[0].parameter)
    same = same_in_all(snapshot, selection)
    table = view_table(snapshot, selection, compute(snapshot, selection)).drop(columns=list(same))
    page = cut(table["code"].tolist(), asked.query.cursor, asked.query.limit)
    rows = table.iloc[page.start : page.end]
    cells = [[plain(value) for value in rows[name].tolist()] for name in table.columns]
    items = [dict(zip(map(str, table.columns), row, strict=True)) for row in zip(*cells, strict=True)]
    items = [{**one, "parent": one["parent"] or "", "parent_name": one["parent_name"] or ""} for one in items]
    return {"items": items, "next": page.next, "view": same}


def _shown(named: str | None, seq: int | None) -> Snapshot:
    """The snapshot that is named with the reports that it is named with, else the current one with all. Raises NotThere, Damaged."""
    try:
        found = opened(named)
    except (Damaged, NothingPublished):
        raise
    except NoSnapshot as fault:
        raise NotThere(named) from fault
    if seq is None and named is not None:
        return live(found, found.seq)
    return live(found, seq)
