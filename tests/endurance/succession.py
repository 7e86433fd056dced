"""A server that stays up while snapshot follows snapshot: `python -m tests.endurance.succession FOLDER`.

A process of its own, since what other tests leave behind in memory goes up and down by as much as is asked about here.
Prints how many snapshots were alive at most, and by how many bytes the process grew after the first few, as JSON.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakSet

from starlette.routing import Router
from streamlit.testing.v1 import AppTest

from mapping.export.packs.bundle import FORMATS, bundle
from mapping.export.plan_file import plan_file
from mapping.model.comparison import ComparedBy, Comparison
from mapping.model.locale import Lang
from mapping.model.periods import Period, Quarter
from mapping.model.selection import Selection, Value, default_selection
from mapping.publishing import publish
from mapping.store import Snapshot
from mapping.store.opened import snapshot_by_id
from mapping.ui.links import PAGES
from mapping.views.map import addresses
from mapping.views.map.base import told_base
from mapping.views.map.display import read_index
from mapping.views.map.layer import SCRIPTS
from mapping.web.routes import routes
from tests.asgi import ask
from tests.conftest import DISTRICTS, MAHALLAS, REGION, write_tiny_dataset
from tests.tiles import picture, write_mbtiles

APP = str(Path(__file__).resolve().parents[2] / "app.py")
PUBLISHED, SETTLED = 20, 5
AREAS = (REGION, DISTRICTS[0], MAHALLAS[0])
STATM = Path("/proc/self/statm")


def noted_snapshots() -> WeakSet[Snapshot]:
    """Every snapshot opened from here on that somebody still holds."""
    opened: WeakSet[Snapshot] = WeakSet()
    begin = Snapshot.__init__

    def noted(snapshot: Snapshot, *args: Any, **kwargs: Any) -> None:
        begin(snapshot, *args, **kwargs)
        opened.add(snapshot)

    Snapshot.__init__ = noted
    return opened


def published(folder: Path) -> Iterator[str]:
    """The ids of snapshots that are published one after the other, each with figures of its own."""
    home, edited = folder / "home", folder / "edited"
    os.environ["RISKMAP_HOME"] = str(home)
    write_tiny_dataset(edited)
    home.mkdir()
    write_mbtiles(home / "base.mbtiles", {(0, 0, 0): picture()}, format="png")
    figures, given = edited / "data" / "statistics.csv", "1710207001,2025Q4,crime_total,all,8\n"
    day, stated = edited / "data" / "dataset.toml", "2026-01-15"
    written, dated = figures.read_text(encoding="utf-8"), day.read_text(encoding="utf-8")
    assert given in written
    assert stated in dated
    for number in range(PUBLISHED):
        figures.write_text(written.replace(given, given.replace(",8", f",{20 + number}")), encoding="utf-8")
        day.write_text(dated.replace(stated, f"2026-02-{number + 1:02}"), encoding="utf-8")
        yield publish(edited / "geo", edited / "data", home).manifest.id


def main(folder: Path) -> None:
    """Each snapshot is seen on all pages, asked for on all routes and made into all files."""
    alive, tabs = noted_snapshots(), list[AppTest]()  # tabs stay open: each goes on showing what was current then
    before, settled, most = "", 0, 0
    for number, snapshot in enumerate(published(folder), start=1):
        tabs.append(all_pages_seen(snapshot, before))
        all_routes_asked(snapshot_by_id(snapshot), before)
        all_files_made(snapshot_by_id(snapshot))
        before = snapshot
        gc.collect()
        most = max(most, len(alive))
        if number == SETTLED:
            settled = resident()
    print(json.dumps({"alive": most, "growth": resident() - settled}))


def all_pages_seen(snapshot: str, before: str) -> AppTest:
    """A session that has been at every page, with all values of the map and all ways to compare."""
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["snapshot"] = snapshot
    queries = [(page, {"area": area}) for page in PAGES.values() for area in AREAS]
    queries += [("pages/map.py", {"value": str(value)}) for value in Value]
    queries += [("pages/compare.py", one.to_query()) for one in comparisons(before)]
    queries += [("pages/changes.py", {"before": before})] if before else []
    app.run()
    for page, query in queries:
        app.switch_page(page)
        for name, given in {"snapshot": snapshot, "lang": "en", **query}.items():
            app.query_params[name] = given
        app.run()
        assert not app.exception
    return app


def comparisons(before: str) -> list[Comparison]:
    """All ways to set something beside a snapshot."""
    others = [Comparison(ComparedBy.PERIODS, "2024Q4-4"), Comparison(ComparedBy.DISTRICTS, DISTRICTS[1])]
    return [*others, Comparison(ComparedBy.SNAPSHOTS, before)] if before else others


def all_routes_asked(snapshot: Snapshot, before: str) -> None:
    """Every route that reads is asked for, and answers."""
    other = before or snapshot.id
    selection = replace(default_selection(snapshot), lang=Lang.EN)
    base = told_base()
    assert base is not None
    asked = [
        "/healthz",
        f"{addresses.assets()}/{SCRIPTS[-1]}",
        *(addresses.geometry(snapshot.id, file) for file in read_index(snapshot.folder).values()),
        *(addresses.names(snapshot.id, lang) for lang in Lang),
        *(addresses.about(snapshot.id, lang) for lang in Lang),
        *(addresses.values(snapshot.id, one) for one in views(selection)),
        *(addresses.painting(snapshot.id, one, "dark") for one in views(selection)),
        f"{addresses.toward(snapshot.id, selection, 'light')}&code={DISTRICTS[0]}",
        addresses.outlines(snapshot.id, selection),
        addresses.look(Lang.EN, "light"),
        addresses.help_words(Lang.EN),
        addresses.newer(snapshot.id, Lang.EN),
        addresses.widget_words(Lang.RU),
        base["address"].format(z=0, x=0, y=0),
        *(
            addresses.compared(snapshot.id, one, selection, Lang.EN)
            for one in comparisons(before)
            if one.kind is not ComparedBy.DISTRICTS
        ),
        addresses.changes(other, snapshot.id, "figures", Lang.EN),
        addresses.categories(snapshot.id, 2025, Lang.EN),
        f"{addresses.search(snapshot.id, Lang.EN)}&q=mahalla",
        f"{addresses.PRESENT}?snapshot={snapshot.id}",
        f"{addresses.present_again()}?snapshot={snapshot.id}",
        *(f"{addresses.briefing(snapshot.id, selection)}&area={area}&period=2025" for area in AREAS),
        f"{addresses.overview(snapshot.id, selection)}&period=2025",
        f"{addresses.due(snapshot.id, selection)}&area={DISTRICTS[0]}&period=2025",
        addresses.factors(snapshot.id, 2025, Lang.EN),
        addresses.live(),
        f"{addresses.reports()}.json?measure=M1&snapshot={snapshot.id}",
        f"{addresses.decisions()}.json?snapshot={snapshot.id}",
        f"{addresses.decisions()}.csv?snapshot={snapshot.id}",
        f"{addresses.decisions()}.xlsx?snapshot={snapshot.id}",
        f"{addresses.decisions()}/form.json?snapshot={snapshot.id}&area={MAHALLAS[0]}",
        addresses.API,
        *(f"{addresses.API}/{what}" for what in ("openapi.json", "snapshots", "figures", "measures", "reports")),
        *(f"{addresses.API}/{what}" for what in (f"snapshots/{snapshot.id}", "measures/M1", "measures/M1/reports")),
    ]
    gone = (
        f"{addresses.decisions()}/none/history.json?snapshot={snapshot.id}", addresses.evidence("0" * 64),
        f"{addresses.API}/nothing",
    )  # fmt: skip
    reading = [route for route in routes() if "GET" in (route.methods or ()) and not route.path.startswith("/auth/")]
    paths = [urlsplit(one).path for one in (*asked, *gone)]
    assert [one.path for one in reading if not any(map(one.path_regex.match, paths))] == []
    answers = {address: ask(Router(routes()), address, headers={"Accept-Encoding": "br"}).status for address in asked}
    assert answers == dict.fromkeys(asked, 200)
    assert [ask(Router(routes()), address).status for address in gone] == [404, 404, 404]


def views(selection: Selection) -> list[Selection]:
    return [replace(selection, value=value) for value in Value]


def all_files_made(snapshot: Snapshot) -> None:
    """A district's pack in every format, and the form of a plan."""
    selection = replace(default_selection(snapshot), period=Period.parse("2025"))
    bundle(snapshot, selection, [DISTRICTS[0]], list(FORMATS), Lang.EN)
    plan_file(snapshot, Quarter.parse("2026Q2"), DISTRICTS[0], Lang.EN)


def resident() -> int:
    """Bytes of this process in memory."""
    return int(STATM.read_text(encoding="ascii").split()[1]) * resource.getpagesize()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
