"""The bar: every page has one place, in an order that nothing changes, and every address of old leads somewhere."""

from __future__ import annotations

import pytest

from mapping.model.locale import Lang, text
from mapping.ui.links import CORNER, DEEPER, PAGES, PLACES, page_path, place_of

OF_OLD = (
    "/", "/mahalla", "/measures", "/execution", "/gaps", "/post", "/meeting", "/decisions", "/compare", "/certainty",
    "/categories", "/changes", "/packs", "/data",
)  # fmt: skip
"""The addresses that links, bookmarks and files of earlier versions hold."""


def test_every_page_stands_in_one_place_or_is_reached_by_going_down() -> None:
    barred = [page for within in PLACES.values() for page in within]
    assert len(barred) == len(set(barred))
    assert set(barred) | set(DEEPER) == set(PAGES)
    assert set(barred).isdisjoint(DEEPER)
    assert all(place_of(page) in PLACES for page in PAGES)


def test_the_places_are_few_and_the_map_comes_first_after_ones_own_work() -> None:
    assert list(PLACES)[:5] == ["work", "map", "measures", "meeting", "analysis"]
    assert set(PLACES) - CORNER == {"work", "map", "measures", "meeting", "analysis"}


@pytest.mark.parametrize("address", OF_OLD)
def test_an_address_of_old_still_leads_to_its_page(address: str) -> None:
    assert [page_path(page) for page in PAGES].count(address) == 1


@pytest.mark.parametrize("lang", list(Lang))
def test_every_place_has_a_name_of_its_own(lang: Lang) -> None:
    names = [text(f"place.{place}", lang) for place in PLACES]
    assert len(set(names)) == len(names)
