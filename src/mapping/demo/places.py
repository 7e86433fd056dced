"""The units of Kashkadarya as they are known: codes, names in four writings, rounded centres and areas.

Codes are SOATO, the state code of administrative units; centres and areas are rounded. `share` is the
number of mahallas the demonstration gives the unit when it makes 832 (only Ko‘kdala's 32 is a known figure;
the others follow the order of population).
"""

from __future__ import annotations

from dataclasses import dataclass

from mapping.demo.words import rows


@dataclass(frozen=True)
class Names:
    """A name in the four writings of the product."""

    uz_latn: str
    uz_cyrl: str
    ru: str
    en: str


@dataclass(frozen=True)
class Site:
    """A point about which a unit spreads: degrees east and north, and how many km² belong to it."""

    lon: float
    lat: float
    km2: float


@dataclass(frozen=True)
class Unit:
    """A district or city: code, names, centre (degrees), area (km²), mahallas of 832."""

    code: str
    names: Names
    lat: float
    lon: float
    km2: float
    share: int
    city: bool = False
    within: str = ""


REGION_CODE = "1710"
REGION_NAMES = Names("Qashqadaryo viloyati", "Қашқадарё вилояти", "Кашкадарьинская область", "Kashkadarya region")
MAHALLAS = 832


def _unit(row: dict[str, str]) -> Unit:
    names = Names(row["uz_latn"], row["uz_cyrl"], row["ru"], row["en"])
    lat, lon, km2 = (float(row[name]) for name in ("lat", "lon", "km2"))
    return Unit(row["code"], names, lat, lon, km2, int(row["share"]), bool(row["within"]), row["within"])


UNITS = tuple(map(_unit, rows("units.csv")))
"""Districts, then the cities within two of them."""

# How the two districts that have a city are shaped: a site for most of the land, and one about the city
# (areas with the city's own), so that the city lies inside its surroundings.
SITES: dict[str, tuple[Site, ...]] = {
    "1710224": (Site(65.58, 38.75, 660), Site(65.80, 38.85, 327)),
    "1710245": (Site(67.38, 38.97, 1042), Site(67.09, 39.03, 330), Site(66.87, 39.07, 290)),
}
