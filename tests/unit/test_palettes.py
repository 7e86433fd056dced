"""Colours: as many as asked, distinct, evenly climbing in lightness, and told apart without hue."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from typing import get_args

import pytest

from mapping.model.vocabulary import Category
from mapping.stats.results import MOST_CLUSTERS, Spot
from mapping.views.map.palettes import (
    CATEGORY_COLOURS,
    CATEGORY_PATTERNS,
    INK,
    KIND_PATTERNS,
    KIND_SIGNS,
    Theme,
    diverging,
    faint,
    kind_colours,
    sequential,
)

THEMES: tuple[Theme, ...] = get_args(Theme)
COUNTS = range(3, 8)


def luminance(colour: str) -> float:
    """Relative luminance, 0 black to 1 white (WCAG 2.2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def lightness(colour: str) -> float:
    """L* of CIELAB, 0 black to 100 white: what is left of a colour in grey."""
    y = luminance(colour)
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measures_of_this_module_by_known_colours() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert lightness("#ffffff") == pytest.approx(100, abs=0.01)
    assert lightness("#777777") == pytest.approx(50, abs=0.3)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("k", COUNTS)
@pytest.mark.parametrize("ramp", [sequential, diverging])
def test_a_ramp_has_k_distinct_written_colours(ramp: object, k: int, theme: Theme) -> None:
    colours = ramp(k, theme)  # type: ignore[operator]
    assert len(set(colours)) == k
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in colours)


@pytest.mark.parametrize("k", range(1, 8))
@pytest.mark.parametrize("ramp", [sequential, diverging])
def test_fewer_classes_than_asked_for_have_colours_too(ramp: object, k: int) -> None:
    assert len(ramp(k, "light")) == k  # type: ignore[operator]


def test_no_class_needs_no_colour() -> None:
    assert sequential(0, "light") == diverging(0, "light") == []


@pytest.mark.parametrize("k", COUNTS)
@pytest.mark.parametrize(("theme", "sign"), [("light", -1), ("dark", 1)])
def test_more_is_always_further_from_the_ground(theme: Theme, sign: int, k: int) -> None:
    """Darker on a light screen, lighter on a dark one, by a step that an eye can see."""
    steps = [sign * (lightness(after) - lightness(before)) for before, after in pairwise(sequential(k, theme))]
    assert min(steps) > 6


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("k", COUNTS)
def test_both_arms_of_a_change_climb_towards_their_end(theme: Theme, k: int) -> None:
    ramp = diverging(k, theme)
    sign = -1 if theme == "light" else 1
    less, more = ramp[: k // 2][::-1], ramp[-(k // 2) :]
    for arm in (less, more):
        assert all(sign * (lightness(out) - lightness(near)) > 5 for near, out in pairwise(arm))
    for one, other in zip(less, more, strict=True):  # equal sizes weigh about the same
        assert abs(lightness(one) - lightness(other)) < 18


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("k", [3, 5, 7])
def test_the_middle_of_an_odd_change_is_neutral_and_nearest_the_ground(theme: Theme, k: int) -> None:
    ramp = diverging(k, theme)
    middle = ramp[k // 2]
    channels = [int(middle[at : at + 2], 16) for at in (1, 3, 5)]
    assert max(channels) - min(channels) < 20
    assert len({diverging(odd, theme)[odd // 2] for odd in (3, 5, 7)}) == 1
    pick = max if theme == "light" else min
    assert middle == pick(ramp, key=lightness)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("k", COUNTS)
def test_less_is_blue_and_more_is_orange(theme: Theme, k: int) -> None:
    """Told apart by every common kind of colour blindness: it is blue against yellow that stays."""
    ramp = diverging(k, theme)
    assert all(int(colour[5:7], 16) > int(colour[1:3], 16) for colour in ramp[: k // 2])
    assert all(int(colour[5:7], 16) < int(colour[1:3], 16) for colour in ramp[-(k // 2) :])


@pytest.mark.parametrize("theme", THEMES)
def test_categories_differ_in_grey(theme: Theme) -> None:
    for one, other in combinations(CATEGORY_COLOURS[theme].values(), 2):
        assert abs(lightness(one) - lightness(other)) > 15
    red, yellow = (CATEGORY_COLOURS[theme][category] for category in (Category.RED, Category.YELLOW))
    assert contrast(red, yellow) > 2


def test_categories_differ_without_any_colour() -> None:
    assert set(CATEGORY_PATTERNS) == set(Category)
    assert len(set(CATEGORY_PATTERNS.values())) == len(Category)


@pytest.mark.parametrize("theme", THEMES)
def test_no_data_is_the_colour_of_no_class(theme: Theme) -> None:
    used = {colour for k in COUNTS for colour in (*sequential(k, theme), *diverging(k, theme))}
    used |= set(CATEGORY_COLOURS[theme].values())
    assert INK[theme].none_ground not in used
    assert INK[theme].none_line != INK[theme].none_ground


@pytest.mark.parametrize("theme", THEMES)
def test_names_on_the_map_can_be_read(theme: Theme) -> None:
    assert contrast(INK[theme].text, INK[theme].halo) > 7


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ramp", [sequential, diverging])
def test_faint_is_nearer_the_ground_and_still_distinct(ramp: object, theme: Theme) -> None:
    ground = {"light": 100.0, "dark": lightness("#14171d")}[theme]
    colours = ramp(7, theme)  # type: ignore[operator]
    paler = [faint(colour, theme) for colour in colours]
    assert len(set(paler)) == 7
    for colour, pale in zip(colours, paler, strict=True):
        assert abs(lightness(pale) - ground) <= 0.55 * abs(lightness(colour) - ground) + 1


@pytest.mark.parametrize("theme", THEMES)
def test_kinds_of_one_view_have_colours_of_their_own(theme: Theme) -> None:
    found = kind_colours(theme)
    numbers = [str(number) for number in range(MOST_CLUSTERS + 1)]
    for kinds in (list(Category), list(Spot), numbers):
        assert len({found[str(kind)] for kind in kinds}) == len(kinds)


def test_hot_and_cold_differ_without_any_colour() -> None:
    hot, cold = (Spot.VERY_HOT, Spot.HOT), (Spot.VERY_COLD, Spot.COLD)
    assert not {KIND_SIGNS[str(one)] for one in hot} & {KIND_SIGNS[str(one)] for one in cold}
    assert all(KIND_PATTERNS.get(str(one), "") != "dots" for one in hot)
    assert all(KIND_PATTERNS[str(one)] == "dots" for one in cold)
