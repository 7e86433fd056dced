"""Detail of borders: as many vertices as surveyed borders have, winding like streams and tracks, straighter in towns.

Every segment of a coverage gets points between its ends: on a cubic Hermite curve whose directions at vertices
follow the neighbouring vertices, turned a little at random; and off it by a random sine series, as in the
Karhunen-Loève expansion of a Brownian bridge but smoother, that fades out towards both ends. Vertices stay where
they are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mapping.demo.net import Inner, Net, entangled, lines, net_of, polygons
from mapping.demo.noise import smooth_field
from mapping.demo.projection import Floats, Geometries, Ints, areas_km2, to_degrees, to_metres

TURN = 0.4
"""Standard deviation of the turn of a border's direction at a vertex, in radians."""
TERMS = 16
SMOOTHNESS = 1.5
"""How fast the terms of the sine series fall; 1 is a Brownian bridge."""
OUTLINE_METRES = 40.0
"""Standard deviation of what the region's outline may move, at most."""
TAMING_ROUNDS = 4


@dataclass(frozen=True)
class _Manner:
    """How each segment is drawn: points between its ends, share of its length that it wanders, how far it curves."""

    counts: Ints
    wander: Floats
    bend: Floats


def detailed(rng: np.random.Generator, shapes: Geometries, owners: Ints, *, keep_districts: bool) -> Geometries:
    """The polygons of a valid coverage (degrees, on the grid) with more vertices; still a valid coverage.

    `owners` has the district of each polygon; with `keep_districts` the borders of districts stay as they are,
    otherwise only the outer edge stays near its line.
    """
    net = net_of(shapes)
    ends = to_metres(net.vertices)[net.ends]
    manner = _manner(rng, net, ends, areas_km2(shapes), owners, keep_districts)
    straight, aside = _drawn(rng, net, ends, manner)
    return polygons(net, _tamed(net, manner.counts, straight, aside))


def _manner(
    rng: np.random.Generator, net: Net, ends: Floats, km2: Floats, owners: Ints, keep_districts: bool
) -> _Manner:
    """Finer and straighter beside small areas, which lie in towns; some borders wind and some hardly do."""
    length = np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1)
    breadth = np.sqrt(km2[net.sides].min(axis=1))
    winding = smooth_field(rng, ends.mean(axis=1), longest_km=20, shortest_km=2)
    wander = np.clip(0.02 + 0.03 * breadth, 0.03, 0.1) * np.exp(0.5 * winding)
    outer = net.sides[:, 0] == net.sides[:, 1]
    wander[outer] = np.minimum(wander, OUTLINE_METRES / length)[outer]
    counts = np.ceil(length / np.clip(65 + 20 * breadth, 80, 140)).astype(np.int64) - 1
    if keep_districts:
        counts[outer | (owners[net.sides[:, 0]] != owners[net.sides[:, 1]])] = 0
    return _Manner(counts, wander, np.where(outer, 0.0, np.clip(breadth / 3, 0.3, 1)))


def _drawn(rng: np.random.Generator, net: Net, ends: Floats, manner: _Manner) -> tuple[Floats, Floats]:
    """The inner points of all segments on the straight line, and how far each goes aside (n × 2, metres)."""
    segment = np.repeat(np.arange(len(ends)), manner.counts)
    first = np.cumsum(manner.counts) - manner.counts
    place = np.arange(len(segment)) - first[segment] + 1 + rng.uniform(-0.3, 0.3, len(segment))
    t = (place / (manner.counts[segment] + 1))[:, None]
    chord = ends[:, 1] - ends[:, 0]
    leave, arrive = _turns(rng, net, ends)
    curve = leave[segment] * (t**3 - 2 * t**2 + t) + arrive[segment] * (t**3 - t**2)
    across = np.column_stack([-chord[:, 1], chord[:, 0]]) * manner.wander[:, None]
    straight = ends[segment, 0] + t * chord[segment]
    return straight, curve * manner.bend[segment, None] + across[segment] * _waves(rng, manner.counts, segment, t)


def _turns(rng: np.random.Generator, net: Net, ends: Floats) -> tuple[Floats, Floats]:
    """By how much the tangents at both ends differ from the chord (s × 2, metres).

    All borders that meet in a vertex are turned there by one angle, so that they do not cross.
    """
    number = len(net.vertices)
    degree = np.bincount(net.ends.ravel(), minlength=number)
    around = np.bincount(net.ends.ravel(), net.ends[:, ::-1].ravel(), number).astype(np.int64)
    beyond = np.where(degree[net.ends] == 2, around[net.ends] - net.ends[:, ::-1], net.ends)
    outside = to_metres(net.vertices)[beyond]
    chord = ends[:, 1] - ends[:, 0]
    angles = rng.normal(0, TURN, number)[net.ends]
    leave, arrive = (
        _turned(way, angle, np.linalg.norm(chord, axis=1)) - chord
        for way, angle in zip((ends[:, 1] - outside[:, 0], outside[:, 1] - ends[:, 0]), angles.T, strict=True)
    )
    return leave, arrive


def _turned(ways: Floats, angles: Floats, lengths: Floats) -> Floats:
    """Vectors of the given lengths, turned from the given ways by the angles."""
    bearings = np.arctan2(ways[:, 1], ways[:, 0]) + angles
    return np.asarray(lengths[:, None] * np.column_stack([np.cos(bearings), np.sin(bearings)]))


def _waves(rng: np.random.Generator, counts: Ints, segment: Ints, t: Floats) -> Floats:
    """A random sine series for each segment at the places t (n × 1, 0 to 1), of a standard deviation about 1 in its midst."""
    heights = np.arange(1, TERMS + 1) ** -SMOOTHNESS
    drawn = rng.normal(0, heights / np.sqrt((heights**2).sum() / 2), (len(counts), TERMS))
    found = np.zeros(len(t))
    for term in range(TERMS):
        finest = term < counts[segment]  # no shorter waves than the points can show
        found += np.where(finest, drawn[segment, term] * np.sin(np.pi * (term + 1) * t[:, 0]), 0)
    return np.sin(np.pi * t) * found[:, None]


def _tamed(net: Net, counts: Ints, straight: Floats, aside: Floats) -> Inner:
    """The inner points on the grid; lines that meet are drawn half as far aside until none do, or left straight."""
    share, counts = np.ones(len(counts)), counts.copy()
    segment = np.repeat(np.arange(len(counts)), counts)
    while True:
        kept = counts[segment] > 0
        places = straight[kept] + aside[kept] * share[segment[kept], None]
        inner = Inner(np.round(to_degrees(places), 5), counts)
        tangled = entangled(lines(net, inner)) & (counts > 0)
        if not tangled.any():
            return inner
        share[tangled] /= 2
        counts[share < 0.5**TAMING_ROUNDS] = 0
