"""A seeded sample of the sweep: 2,000 views of four small regions, each looked at where it is shown."""

from __future__ import annotations

import os

import pytest

from mapping.model.comparison import ComparedBy
from mapping.store.home import HOME_VARIABLE
from tests.sweep.cases import AXES, FORMATS, PAGES, sampled
from tests.sweep.regions import NAMES, Region, make_region
from tests.sweep.run import checks, failure_of

REGIONS = [name for name in NAMES if name != "country"]
NUMBERS: dict[str, int] = {
    "view": 160, "values": 60, "painting": 40, "clusters": 3, "table": 50, "present": 25, "briefing": 30, "overview": 5,
    "categories": 3,
    **{f"page-{page}": 1 for page in PAGES}, "page-map": 12,
    **{f"compare-{kind}": 20 for kind in ComparedBy}, **{f"page-compare-{kind}": 2 for kind in ComparedBy},
    **{f"pack-{name}": 1 for name in FORMATS}, "pack-geojson": 8, "pack-xlsx": 8, "pack-gpkg": 4, "pack-svg": 10,
}  # fmt: skip
"""How many of each region: 2,000 in all."""


@pytest.fixture(scope="session")
def regions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Region]:
    """One of each for all processes of a run; opened once, so that what is computed of it is at hand for all its views."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    return {name: make_region(name, shared / "sweep", few=True) for name in REGIONS}


@pytest.fixture
def entered(regions: dict[str, Region], request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Region:
    region = regions[request.param]
    monkeypatch.setenv(HOME_VARIABLE, str(region.home))
    return region


def test_the_sample_goes_everywhere() -> None:
    assert set(NUMBERS) == set(AXES)
    assert len(REGIONS) * sum(NUMBERS.values()) >= 2000


@pytest.mark.parametrize("place", NUMBERS)
@pytest.mark.parametrize("entered", REGIONS, indirect=True)
def test_every_view_is_shown_and_tells_what_the_files_say(entered: Region, place: str) -> None:
    check = checks()[place]
    looked_at = [failure_of(entered, case, check) for case in sampled(entered, place, NUMBERS[place])]
    alone = entered.name == "one_district" and place.endswith(f"compare-{ComparedBy.DISTRICTS}")
    assert bool(looked_at) is not alone  # one district has none to be compared with
    failed = [one for one in looked_at if one]
    assert not failed, "\n\n".join(f"{one.kind}\n{one.told}\n{one.trace[-1500:]}" for one in failed[:3])
