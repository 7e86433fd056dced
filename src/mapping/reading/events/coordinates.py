"""Where events lie, however their columns write it: degrees, degrees with minutes and seconds, both in one column, metres.

Read one way where all rows agree. Which projection metres are in is told by the areas: of those in use here, the one
in which the points of a sample lie in them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyproj import Transformer
from pyproj.exceptions import CRSError, ProjError

from mapping.reading.events.columns import NO_BLANKS, Mask, as_text
from mapping.reading.events.grid import Floats
from mapping.reading.events.headings import Role
from mapping.reading.files.limits import refuse
from mapping.reading.registry import Severity, declare

if TYPE_CHECKING:
    from mapping.reading.events.places import Places

PROJECTION_OPEN = declare(
    "events_projection",
    Severity.MUST,
    "10.7",
    "Coordinates are degrees, or metres of a projection in which they lie in the areas, or the reader is told which.",
)

_NUMBER = r"^[+-]?[0-9]{1,4}(\.[0-9]*)?$"
_METRES = r"^[+-]?[0-9]{1,9}(\.[0-9]*)?$"
_PARTED = re.compile(
    r"(?P<before>[NSEWСЮВЗ])?\s*(?P<sign>[+-])?(?P<d>\d{1,3})\s*(?:[°º˚]|d|\s)\s*(?P<m>\d{1,2}(?:[.,]\d+)?)\s*(?:['′’ʹ]|m|\s|$)\s*"
    r"(?:(?P<s>\d{1,2}(?:[.,]\d+)?)\s*(?:[\"″”ʺ]|''|′′|s)?)?\s*(?P<after>[NSEWСЮВЗ])?",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"(?P<sign>[+-])?(?P<d>\d{1,3}(?:[.,]\d+)?)\s*[°º˚]\s*(?P<after>[NSEWСЮВЗ])?", re.IGNORECASE)
_PAIR = re.compile(r"[\[(]?\s*(-?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*[\])]?")
_PAIR_COMMAS = re.compile(r"[\[(]?\s*(-?\d{1,3},\d+)\s*[;\s]\s*(-?\d{1,3},\d+)\s*[\])]?")
_POINT = re.compile(r"(?:SRID=4326;)?\s*POINT\s*\(\s*(-?\d{1,3}(?:\.\d+)?)\s+(-?\d{1,3}(?:\.\d+)?)\s*\)", re.IGNORECASE)
_NEGATIVE = set("SWЮЗ")
_BEYOND_DEGREES = 180.0
_WITHIN = 0.8  # of the sample, for a projection to be that of the file
_MOST_SAMPLED = 1000


class Form(StrEnum):
    """How places are written."""

    DEGREES = "degrees"
    PARTED = "parted"
    PAIR = "pair"
    PARTED_PAIR = "parted_pair"
    METRES = "metres"


class Coordinates(NamedTuple):
    """How the coordinates of a file are read; `projection` names that of metres, as `EPSG:32642`.

    `exchanged`: what stands first, or under latitude, is the longitude.
    """

    form: Form = Form.DEGREES
    projection: str = ""
    exchanged: bool = False


def coordinates_of(
    file: str, sample: Mapping[Role, Sequence[str]], places: Places, *, projection: str | None, exchanged: bool
) -> Coordinates | None:
    """How a file's coordinates are read, None where it has none. Raises Refused for metres of no projection known."""
    if Role.POINT in sample and not (Role.LATITUDE in sample and Role.LONGITUDE in sample):
        filled = _filled(sample[Role.POINT])
        parted = bool(filled) and all(_parted_pair(text) is not None for text in filled)
        return Coordinates(Form.PARTED_PAIR if parted else Form.PAIR, "", exchanged)
    if not (Role.LATITUDE in sample and Role.LONGITUDE in sample):
        return None
    y, x = _filled(sample[Role.LATITUDE]), _filled(sample[Role.LONGITUDE])
    if y and x and all(_degrees(text) is not None and not _is_number(text) for text in (*y, *x)):
        return Coordinates(Form.PARTED, "", exchanged)
    northing, easting = _plain_numbers(sample[Role.LATITUDE]), _plain_numbers(sample[Role.LONGITUDE])
    far = np.abs(northing) > _BEYOND_DEGREES
    if projection is None and not (len(northing) and np.isfinite(northing).any() and far[np.isfinite(northing)].all()):
        return Coordinates(Form.DEGREES, "", exchanged)
    return _projected(file, northing, easting, places, projection, exchanged=exchanged)


def _projected(
    file: str, northing: Floats, easting: Floats, places: Places, told: str | None, *, exchanged: bool
) -> Coordinates:
    """The projection told, else the one in which most points of the sample lie in the areas."""
    if told is not None:
        return Coordinates(Form.METRES, told, exchanged)
    given = np.isfinite(northing) & np.isfinite(easting)
    y, x = northing[given][:_MOST_SAMPLED], easting[given][:_MOST_SAMPLED]
    shares = {}
    for name in _in_use(places.bounds):
        for turned in (exchanged, not exchanged):
            shares[name, turned] = places.share_inside(*_in_degrees(name, *((y, x) if turned else (x, y))))
    best = max(shares, key=lambda one: shares[one])
    rivals = [share for one, share in shares.items() if one != best and share >= _WITHIN * shares[best]]
    if shares[best] < _WITHIN or rivals:
        raise refuse(
            file,
            PROJECTION_OPEN,
            value=f"{easting[given][:1]}, {northing[given][:1]}".replace("[", "").replace("]", ""),
        )
    return Coordinates(Form.METRES, best[0], best[1])


def _in_use(bounds: Sequence[float]) -> list[str]:
    """The projections that maps of the areas are in: web maps, UTM, and the zones of 1942 with and without their number."""
    west, _, east, _ = bounds
    zones = range(max(int((west + 180) // 6), 1), min(int((east + 180) // 6) + 2, 60) + 1)  # and those beside
    old = [zone - 30 for zone in zones if zone > 30]
    return [
        "EPSG:3857",
        *(f"EPSG:{32600 + zone}" for zone in zones),
        *(f"EPSG:{28400 + zone}" for zone in old if 2 <= zone <= 32),
    ]


@lru_cache(maxsize=32)
def _transformer(name: str) -> Transformer:
    return Transformer.from_crs(name, "EPSG:4326", always_xy=True)


def _in_degrees(name: str, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Longitude and latitude, NaN where the projection has none."""
    longitude, latitude = _transformer(name).transform(x, y)
    return _finite(longitude), _finite(latitude)


def is_projection(name: str) -> bool:
    """Whether a name is that of a projection, as `EPSG:32642`."""
    try:
        _transformer(name)
    except (CRSError, ProjError, UnicodeError):  # half characters are no name
        return False
    return True


def read_coordinates(columns: Mapping[Role, pa.Array], read: Coordinates) -> tuple[Floats, Floats, Mask]:
    """Longitudes and latitudes in degrees, NaN where there are none to be read; and which cells are empty."""
    if read.form in (Form.PAIR, Form.PARTED_PAIR):
        first, second, empty = _pairs(columns[Role.POINT], read.form)
    else:
        first, no_first = _numbers(columns[Role.LATITUDE], read.form)
        second, no_second = _numbers(columns[Role.LONGITUDE], read.form)
        empty = no_first | no_second | ((first == 0) & (second == 0))
    x, y = (first, second) if read.exchanged else (second, first)
    if read.form is Form.METRES:
        x, y = _in_degrees(read.projection, x, y)
    return x, y, empty


def _numbers(column: pa.Array, form: Form) -> tuple[Floats, Mask]:
    if pa.types.is_floating(column.type) or pa.types.is_decimal(column.type):
        return _as_floats(column), np.asarray(column.is_null(nan_is_null=True))
    texts = as_text(column)
    if form is Form.PARTED:
        return _each(texts, _degrees), np.asarray(pc.equal(pc.utf8_trim(texts, NO_BLANKS), ""))
    try:
        return _as_floats(texts), np.zeros(len(texts), dtype=bool)
    except pa.ArrowInvalid:
        pass
    points = pc.replace_substring(pc.utf8_trim(texts, NO_BLANKS), ",", ".")
    readable = pc.match_substring_regex(points, _METRES if form is Form.METRES else _NUMBER)
    return _as_floats(pc.if_else(readable, points, None)), np.asarray(pc.equal(points, ""))


def _pairs(column: pa.Array, form: Form) -> tuple[Floats, Floats, Mask]:
    texts = as_text(column).to_pylist()
    read = _parted_pair if form is Form.PARTED_PAIR else _pair
    pairs = np.array([read(text.strip(NO_BLANKS)) or (np.nan, np.nan) for text in texts], dtype=float).reshape(-1, 2)
    empty = np.array([not text.strip(NO_BLANKS) for text in texts], dtype=bool)
    return pairs[:, 0], pairs[:, 1], empty | ((pairs[:, 0] == 0) & (pairs[:, 1] == 0))


def _pair(text: str) -> tuple[float, float] | None:
    """Latitude and longitude, in the order written; a point of WKT has the longitude first."""
    if found := _PAIR.fullmatch(text) or _PAIR_COMMAS.fullmatch(text):
        return float(found[1].replace(",", ".")), float(found[2].replace(",", "."))
    if found := _POINT.fullmatch(text):
        return float(found[2]), float(found[1])
    return None


def _parted_pair(text: str) -> tuple[float, float] | None:
    if _pair(text) is not None:
        return None
    for separator in (",", ";", " "):
        parts = text.split(separator) if separator != " " else re.split(r"(?<=[NSEWСЮВЗ])\s+", text, maxsplit=1)
        if len(parts) == 2:
            first, second = _degrees(parts[0].strip()), _degrees(parts[1].strip())
            if first is not None and second is not None:
                return first, second
    return None


@lru_cache(maxsize=1 << 16)
def _degrees(text: str) -> float | None:
    """Degrees of `38°51'40"N`, `38 51.67`, `38,86°`; None for what is none."""
    bare = text.strip(NO_BLANKS)
    found = _PARTED.fullmatch(bare)
    if found:
        minutes, seconds = _float(found["m"]), _float(found["s"] or "0")
        if minutes >= 60 or seconds >= 60:
            return None
        value = int(found["d"]) + minutes / 60 + seconds / 3600
        side = (found["before"] or found["after"] or "").upper()
    elif whole := _WHOLE.fullmatch(bare):
        found, value, side = whole, _float(whole["d"]), (whole["after"] or "").upper()
    else:
        return None
    return -value if side in _NEGATIVE or found["sign"] == "-" else value


def _float(text: str) -> float:
    return float(text.replace(",", "."))


def _each(texts: Any, read: Any) -> Floats:
    return np.array([np.nan if (value := read(text)) is None else value for text in texts.to_pylist()], dtype=float)


def _is_number(text: str) -> bool:
    return re.fullmatch(_METRES, text.strip(NO_BLANKS).replace(",", ".")) is not None


def _plain_numbers(cells: Sequence[str]) -> Floats:
    texts = [cell.strip(NO_BLANKS).replace(",", ".") for cell in cells]
    return np.array([float(text) if re.fullmatch(_METRES, text) else np.nan for text in texts], dtype=float)


def _filled(cells: Sequence[str]) -> list[str]:
    return [text for cell in cells if (text := cell.strip(NO_BLANKS))]


def _as_floats(column: pa.Array) -> Floats:
    return _finite(column.cast(pa.float64()).to_numpy(zero_copy_only=False).astype(np.float64))


def _finite(values: Floats) -> Floats:
    return np.where(np.isfinite(values), values, np.nan)
