"""The picture of the house shows the imports as they are, and no arrow in it leads up."""

from __future__ import annotations

import runpy
from pathlib import Path

HOUSE = runpy.run_path(str(Path(__file__).parents[2] / "docs" / "house.py"))
MOST_BOXES = 17


def test_the_picture_is_that_of_the_imports() -> None:
    assert HOUSE["PICTURE"].read_text(encoding="utf-8") == HOUSE["drawn"](), "run `make house`"


def test_every_arrow_leads_to_a_lower_floor() -> None:
    floor = {room: number for number, rooms in enumerate(HOUSE["floors"]()) for room in rooms}
    assert len(floor) <= MOST_BOXES
    links = HOUSE["arrows"]()
    assert ("ui", "views") in links
    assert [link for link in links if floor[link[0]] >= floor[link[1]]] == []
