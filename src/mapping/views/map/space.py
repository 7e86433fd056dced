"""Where the mahallas lie: who borders whom and where the centres are, found once per snapshot; and what follows."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from mapping.model.levels import Level
from mapping.model.periods import Period
from mapping.model.selection import Value
from mapping.model.vocabulary import Group
from mapping.stats.chance import Chance
from mapping.stats.rates import Floats
from mapping.stats.results import Clusters, getis_spots, moran_spots, scan_clusters
from mapping.stats.weights import Neighbours, from_coverage
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.views.map.areas import area_figures, judged, risk_figures


@kept
def neighbours(snapshot: Snapshot) -> Neighbours:
    """Mahallas that meet in an edge or a point, numbered by code."""
    return from_coverage(_shapes(snapshot).to_numpy())


@kept
def centres(snapshot: Snapshot) -> Floats:
    """The centroid of each mahalla, n x 2, in metres of an equal-area plane around the region."""
    shapes = _shapes(snapshot)
    west, south, east, north = shapes.total_bounds
    found = shapes.to_crs(f"+proj=laea +lon_0={(west + east) / 2} +lat_0={(south + north) / 2}").centroid
    return np.column_stack([found.x, found.y])


def _shapes(snapshot: Snapshot) -> gpd.GeoSeries:
    """The region's mahallas in the order of their figures."""
    shapes = snapshot.geometry(Level.MAHALLA).set_index("code").geometry
    return shapes.loc[snapshot.mahallas_of(snapshot.region)]


@kept(most=64)
def spot_figures(snapshot: Snapshot, value: Value, indicator: str, group: Group, period: Period) -> pd.DataFrame:
    """The mahallas' figures and risks with `spot`, by local Moran or by Gi*."""
    spots = getis_spots if value is Value.GETIS else moran_spots
    found = judged(area_figures(snapshot, indicator, group, period, Level.MAHALLA))
    risks = risk_figures(snapshot, indicator, group, period, Level.MAHALLA)
    return risks.join(spots(found, neighbours(snapshot)))


@kept(most=64)
def clusters(snapshot: Snapshot, value: Value, indicator: str, group: Group, period: Period) -> Clusters:
    """The scan's clusters of a region: beyond the mahallas' own differences, or beyond Poisson chance."""
    chance = Chance.OWN_RISKS if value is Value.TOGETHER else Chance.ONE_RISK
    found = judged(area_figures(snapshot, indicator, group, period, Level.MAHALLA))
    return scan_clusters(found, centres(snapshot), chance=chance)


@kept(most=64)
def cluster_figures(snapshot: Snapshot, value: Value, indicator: str, group: Group, period: Period) -> pd.DataFrame:
    """The mahallas' figures and risks with `cluster`."""
    risks = risk_figures(snapshot, indicator, group, period, Level.MAHALLA)
    return risks.join(clusters(snapshot, value, indicator, group, period).frame)
