"""Snapshots: what was published when, and what may be asked of each."""

from __future__ import annotations

from typing import Any

from mapping.model.locale import Lang
from mapping.model.vocabulary import Group
from mapping.store import Damaged, Manifest, NoSnapshot, NothingPublished, current_id, default_home, list_snapshots
from mapping.store.opened import opened
from mapping.views.map.names import indicator_names
from mapping.web.api.asking import Asked
from mapping.web.api.forms import Paged
from mapping.web.api.paging import cut
from mapping.web.asked import NotThere


def list_all(asked: Asked[Paged]) -> dict[str, Any]:
    """The earliest first."""
    home = default_home()
    known = sorted((_key(one), one) for one in list_snapshots(home)) if home.is_dir() else []
    page = cut([key for key, _ in known], asked.query.cursor, asked.query.limit)
    current = current_id(home)
    return {
        "items": [_told(one, asked.lang, current) for _, one in known[page.start : page.end]],
        "next": page.next,
    }


def one_snapshot(asked: Asked[Any]) -> dict[str, Any]:
    """One, with its indicators and quarters. Raises NotThere, Damaged."""
    try:
        snapshot = opened(asked.path["snapshot"])
    except (Damaged, NothingPublished):
        raise
    except NoSnapshot as fault:
        raise NotThere(asked.path["snapshot"]) from fault
    names = indicator_names(snapshot, asked.lang)
    indicators = [
        {"code": code, "name": names[code], "groups": sorted({Group.ALL, *snapshot.groups(code)})}
        for code in snapshot.indicators.index
    ]
    return {
        **_told(snapshot.manifest, asked.lang, current_id(default_home())),
        "indicators": indicators,
        "quarters": [str(one) for one in snapshot.quarters],
    }


def _key(manifest: Manifest) -> str:
    return f"{manifest.as_of.isoformat()} {manifest.created.isoformat()} {manifest.id}"


def _told(manifest: Manifest, lang: Lang, current: str | None) -> dict[str, Any]:
    return {
        "id": manifest.id, "title": manifest.title_in(lang), "as_of": manifest.as_of, "created": manifest.created,
        "is_current": manifest.id == current, "demonstration": manifest.demonstration, "seq": manifest.seq,
    }  # fmt: skip
