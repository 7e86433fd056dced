"""The units of Kashkadarya as they are known: codes, names in four writings, rounded centres and areas.

Codes are SOATO, the state code of administrative units; centres and areas are rounded. `share` is the
number of mahallas the demonstration gives the unit when it makes 832 (only Ko‘kdala's 32 is a known figure;
the others follow the order of population).
"""

from __future__ import annotations

from dataclasses import dataclass


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


def _district(
    code: str, stem: str, cyrl: str, ru: str, en: str, lat: float, lon: float, km2: float, share: int
) -> Unit:
    names = Names(f"{stem} tumani", f"{cyrl} тумани", f"{ru} район", f"{en} district")
    return Unit(code, names, lat, lon, km2, share)


def _city(
    code: str, stem: str, cyrl: str, ru: str, en: str, lat: float, lon: float, km2: float, share: int, within: str
) -> Unit:
    names = Names(f"{stem} shahri", f"{cyrl} шаҳри", f"город {ru}", f"{en} city")
    return Unit(code, names, lat, lon, km2, share, city=True, within=within)


UNITS: tuple[Unit, ...] = (
    _district("1710207", "G‘uzor", "Ғузор", "Гузарский", "Guzar", 38.55, 66.17, 2655, 52),
    _district("1710212", "Dehqonobod", "Деҳқонобод", "Дехканабадский", "Dehqonobod", 38.36, 66.59, 3970, 37),
    _district("1710220", "Qamashi", "Қамаши", "Камашинский", "Qamashi", 38.80, 67.20, 2632, 68),
    _district("1710224", "Qarshi", "Қарши", "Каршинский", "Qarshi", 38.77, 65.63, 906, 62),
    _district("1710229", "Koson", "Косон", "Касанский", "Koson", 39.17, 65.76, 1851, 72),
    _district("1710232", "Kitob", "Китоб", "Китабский", "Kitob", 39.23, 66.98, 1737, 67),
    _district("1710233", "Mirishkor", "Миришкор", "Миришкорский", "Mirishkor", 38.82, 64.96, 3111, 31),
    _district("1710234", "Muborak", "Муборак", "Мубарекский", "Muborak", 39.25, 65.22, 3085, 24),
    _district("1710235", "Nishon", "Нишон", "Нишанский", "Nishon", 38.51, 65.54, 2119, 40),
    _district("1710237", "Kasbi", "Касби", "Касбинский", "Kasbi", 38.90, 65.47, 740, 49),
    _district("1710240", "Ko‘kdala", "Кўкдала", "Кукдалинский", "Kokdala", 39.14, 66.24, 1722, 32),
    _district("1710242", "Chiroqchi", "Чироқчи", "Чиракчинский", "Chiroqchi", 39.20, 66.51, 1140, 71),
    _district("1710245", "Shahrisabz", "Шаҳрисабз", "Шахрисабзский", "Shahrisabz", 38.98, 67.22, 1616, 54),
    _district("1710250", "Yakkabog‘", "Яккабоғ", "Яккабагский", "Yakkabog", 38.89, 66.85, 1111, 67),
    _city("1710401", "Qarshi", "Қарши", "Карши", "Qarshi", 38.85, 65.80, 81, 71, "1710224"),
    _city("1710405", "Shahrisabz", "Шаҳрисабз", "Шахрисабз", "Shahrisabz", 39.06, 66.85, 46, 35, "1710245"),
)

# How the two districts that have a city are shaped: a site for most of the land, and one about the city
# (areas with the city's own), so that the city lies inside its surroundings.
SITES: dict[str, tuple[Site, ...]] = {
    "1710224": (Site(65.58, 38.75, 660), Site(65.80, 38.85, 327)),
    "1710245": (Site(67.38, 38.97, 1042), Site(67.09, 39.03, 330), Site(66.87, 39.07, 290)),
}
