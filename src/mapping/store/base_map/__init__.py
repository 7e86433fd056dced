"""A base map without a network: a file of tiles that lies in the home folder, `.mbtiles` (MBTiles 1.3) or `.pmtiles` (PMTiles 3)."""

from mapping.store.base_map.file import BaseMap, DamagedTile, base_map
from mapping.store.base_map.told import VECTOR

__all__ = ["VECTOR", "BaseMap", "DamagedTile", "base_map"]
