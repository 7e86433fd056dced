"""Whatever an address says, the answer is one of the expected: a figure, or that there is none; never a fault."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from mapping.model.comparison import ComparedBy
from mapping.model.locale import Lang
from mapping.model.selection import ClassRule, Value
from mapping.model.vocabulary import Group
from mapping.store import Snapshot
from mapping.views.difference import ChangeKind
from mapping.web.faults import Faults
from mapping.web.routes import routes
from mapping.web.telling import is_api
from tests.asgi import ask
from tests.conftest import DISTRICTS, MAHALLAS, QUARTERS, REGION

READ = [route for route in routes() if "GET" in (route.methods or ()) and not is_api(route.path)]
"""Of those for programs `api/test_description.py` asks anything."""
EXPECTED = {200, 404}
JUNK = [
    "",
    "x",
    "..",
    "0",
    "-1",
    "9" * 30,
    "1710207009",
    "2025Q9",
    "1900Q1",
    "2099",
    "2025-13-45",
    "<b>",
    "'; --",
    "ў",
    "\0",
    "\n",
    "%",
    "a" * 999,
]
KNOWN = {
    "lang": list(Lang),
    "theme": ["light", "dark"],
    "year": ["2024", "2025", "2026"],
    "area": [REGION, *DISTRICTS, *MAHALLAS],
    "mahallas_of": [REGION, *DISTRICTS, *MAHALLAS],
    "indicator": ["crime_total", "crime_theft", "solved"],
    "group": list(Group),
    "period": [*QUARTERS, "2025", "2024", "2025Q2-4"],
    "value": list(Value),
    "classes": list(ClassRule),
    "k": ["3", "7"],
    "level": ["mahalla", "district"],
    "scale": ["free", "locked"],
    "certainty": ["on", "off"],
    "compare": list(ComparedBy),
    "with": ["2024", "2025Q1", *DISTRICTS, MAHALLAS[0]],
    "agenda": ["risk", "overdue", *DISTRICTS],
    "meeting": ["2026-01-15"],
    "separator": [",", ";"],
    "withdrawn": ["1"],
    "q": ["guzar"],
    "sector": ["sector_1"],
    "agency": ["iib"],
}  # fmt: skip
IN_PATH = {
    **KNOWN,
    "kind": [*ChangeKind, *ComparedBy],
    "other": [*KNOWN["with"], *KNOWN["period"]],
    "path": ["riskmap.js"],
    "file": ["nothing.json"],
}


@pytest.fixture(scope="module", autouse=True)
def _home(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A home of its own: what is asked for here makes a database."""
    home = tmp_path_factory.mktemp("asked") / "home"
    shutil.copytree(tiny_home, home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RISKMAP_HOME", str(home))
        yield


@pytest.mark.parametrize("route", READ, ids=lambda route: route.path)
@settings(max_examples=25)
@given(data=st.data())
def test_an_address_is_answered_whatever_it_says(route: Route, tiny_snapshot: Snapshot, data: st.DataObject) -> None:
    """Mostly words that are known, in any combination, now and then one that is not."""
    words = {
        **IN_PATH,
        "snapshot": [tiny_snapshot.id],
        "after": [tiny_snapshot.id],
        "digest": ["0" * 12],
        "decision": ["D-1"],
    }

    def word(name: str) -> str:
        known = words.get(name, [])
        usual = data.draw(st.integers(0, 9)) > 0 and known
        return str(data.draw(st.sampled_from(known if usual else JUNK), label=name))

    path = re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: quote(word(found[1]), safe=""), route.path)
    query = {name: word(name) for name in data.draw(st.lists(st.sampled_from(sorted(KNOWN)), unique=True, max_size=9))}
    answer = ask(Starlette(routes=READ, middleware=[Middleware(Faults)]), f"{path}?{urlencode(query)}")
    assert answer.status in EXPECTED, answer.plain
