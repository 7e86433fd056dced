"""Every number of measures on a page leads to the list of exactly that many: each is followed and counted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from mapping.measures.progress import ASKED, TOGETHER, State
from mapping.store import Snapshot
from mapping.ui.measure_filter import MeasureFilter
from mapping.ui.measure_order import holding
from mapping.views.oversight.situation import measures_under
from tests.app.rows import given_to, say
from tests.conftest import REGION

ROOT = Path(__file__).resolve().parents[2]
APP = str(ROOT / "app.py")
DISTRICT = "1710237"
LINK = re.compile(r'<a class="to-list" data-page="measures" href="([^"]*)"[^>]*>([^<]*)</a>')


@pytest.fixture(autouse=True)
def _shown(shipped_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISKMAP_HOME", str(shipped_home))


def opened(page: str, **query: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    app.switch_page(f"pages/{page}.py")
    for name, value in {"lang": "en", **query}.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def numbers(app: AppTest, area: str) -> list[tuple[dict[str, str], int]]:
    """What each link asks the list for, with the area it is for, and the number that it is of."""
    found = []
    for part in app.get("html"):
        for address, words in LINK.findall(part.proto.body):
            query = {name: value[0] for name, value in parse_qs(urlsplit(unescape(address)).query).items()}
            digits = re.sub(r"[^\d]", "", words)
            found.append(({"area": area, **query}, int(digits)))
    return found


def listed(snapshot: Snapshot, query: Mapping[str, str]) -> int:
    """How many measures the list holds for a link."""
    measures = MeasureFilter.from_query(query).keep(measures_under(snapshot, query["area"]))
    return len(holding(snapshot, measures, query.get("m_text", "")))


PAGES = [
    ("map", {"area": REGION}, 3), ("map", {"area": DISTRICT}, 3), ("map", {"area": f"{DISTRICT}001", "period": "2025Q4"}, 2),
    ("execution", {"area": REGION}, 15), ("execution", {"area": REGION, "x_quarter": "all"}, 15), ("execution", {"area": DISTRICT}, 10),
    ("post", {"area": REGION, "x_quarter": "2025Q4"}, 10), ("post", {"area": DISTRICT, "x_post": "chair"}, 8),
    ("mahalla", {"area": DISTRICT}, 8), ("factors", {"area": DISTRICT}, 6),
    ("mahalla", {"area": f"{DISTRICT}001", "period": "2025Q4"}, 5),
    ("meeting", {"area": REGION, "period": "2025Q4"}, 40), ("measures", {"area": REGION}, 6),
    ("measures", {"area": DISTRICT, "m_state": "done", "m_text": "kamera"}, 2), ("measures", {"area": REGION, "m_quarter": "2025Q4"}, 5),
]  # fmt: skip


@pytest.mark.parametrize(("page", "query", "least"), PAGES, ids=str)
def test_every_number_of_a_page_is_that_of_its_list(
    shipped_snapshot: Snapshot, page: str, query: dict[str, str], least: int
) -> None:
    found = numbers(opened(page, **query), query["area"])
    assert len(found) >= least
    assert [(asked, number) for asked, number in found if listed(shipped_snapshot, asked) != number] == []


@pytest.mark.parametrize(
    ("quarter", "state"),
    [*(("2025Q4", state) for state in ("overdue", "done", "asked", "cancelled")), ("2026Q1", "going")],
)
def test_the_list_that_a_card_leads_to_counts_as_many(shipped_snapshot: Snapshot, quarter: str, state: str) -> None:
    """Through the page itself, against pandas on the source."""
    app = opened("measures", area=REGION, m_quarter=quarter, m_state=state)
    assert not app.warning
    source = pd.read_csv(ROOT / "data" / "measures.csv", dtype="str", keep_default_na=False)
    source = source[source["quarter"] == quarter]
    done, cancelled = source["status"] == "done", source["status"] == "cancelled"
    late = ~done & ~cancelled & (source["deadline"] != "") & (source["deadline"] < shipped_snapshot.as_of.isoformat())
    wanted = {
        "overdue": late, "done": done, "asked": ~cancelled, "cancelled": cancelled, "going": ~done & ~cancelled & ~late,
    }[state]  # fmt: skip
    assert given_to(app, "measures")["total"] == int(wanted.sum())


def test_states_counted_together_are_all_that_are_asked_for() -> None:
    assert sorted([*TOGETHER["done"], *TOGETHER["going"], State.OVERDUE]) == sorted(ASKED)


@pytest.mark.parametrize("quarter", ["2025Q4", "all"])
def test_a_cell_of_the_matrix_lists_as_many_as_it_says(quarter: str) -> None:
    app = opened("execution", area=REGION, x_quarter=quarter)
    told = given_to(app, "matrix")
    row, column = 3, 2
    cell = told["cells"][row][column]
    say(app, "matrix", "cell", f"{told['rows'][row]['code']}|{told['columns'][column]['code']}")
    shown = given_to(app, "measures")
    assert shown["total"] == cell["of"]
    assert sum(one["state"] == "overdue" for one in shown["rows"]) == cell["bad"]


def test_a_chain_is_all_of_its_posts_and_nobody_where_nobody_is_named() -> None:
    measures = pd.DataFrame(
        [
            ("chair", "police", "hokim"),
            ("chair", pd.NA, "hokim"),
            ("chair", "hokim", "police"),
            ("chair", "police", pd.NA),
        ],
        columns=["seven_member", "district_post", "region_post"],
    )
    kept = {
        post: list(MeasureFilter(post=post).keep(measures).index)
        for post in ("chair+police+hokim", "chair++hokim", "police", "++")
    }
    assert kept == {"chair+police+hokim": [0], "chair++hokim": [1], "police": [0, 2, 3], "++": []}


def test_the_list_of_a_chain_names_it_and_can_be_widened_again() -> None:
    chain = next(
        asked["m_post"]
        for asked, _ in numbers(opened("mahalla", area=f"{DISTRICT}001", period="2025Q4"), "")
        if "+" in asked.get("m_post", "")
    )
    app = opened("measures", area=f"{DISTRICT}001", m_post=chain)
    assert not app.warning
    (post,) = [one for one in app.selectbox if one.key == "w_m_post"]
    assert " → " in post.format_func(post.value) if hasattr(post, "format_func") else " → " in str(post.value)
