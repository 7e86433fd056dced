"""Which columns of a table of events say when, what and where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from mapping.model.problems import Problem, Refused
from mapping.reading.registry import Severity, declare
from mapping.reading.tables.words import folded

COLUMN_ABSENT = declare(
    "events_column_absent",
    Severity.MUST,
    "10.2",
    "A table of events has a column for the date, one for the kind, and one for the mahalla's code or name, or for the "
    "coordinates, which may stand in two.",
)
COLUMN_TWICE = declare(
    "events_column_twice",
    Severity.MUST,
    "10.2",
    "One column only says each of date, kind, code, name and coordinates.",
)


class Role(StrEnum):
    """What a column of events is read for."""

    DATE = "date"
    KIND = "kind"
    CODE = "code"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    NAME = "name"
    DISTRICT = "district"
    POINT = "point"
    ID = "id"


_ONCE = (Role.DATE, Role.KIND, Role.CODE, Role.LATITUDE, Role.LONGITUDE, Role.NAME)
Columns = Mapping[Role, int]  # the position of each role's column, from 0

_WORDS = {
    Role.DATE: "date|sana|sanasi|sodir etilgan sana|sodir etilgan sanasi|sodir etilgan vaqti|sodir bo‘lgan sana|"
    "qayd etilgan sana|hodisa sanasi|hodisa vaqti|vaqti|vaqt|дата|дата события|дата происшествия|дата преступления|"
    "дата совершения|дата регистрации|время|дата и время|day|event date|incident date|occurred|date occurred|occurred on|oy|ой|month|месяц|kun|kuni|кун|occurred at|datetime|"
    "reported date|date reported|timestamp|hodisa kuni|sodir bo‘lgan vaqti|дата и время события|время происшествия",
    Role.KIND: "kind|type|tur|turi|hodisa turi|jinoyat turi|huquqbuzarlik turi|indicator|ko‘rsatkich|вид|тип|"
    "вид преступления|вид события|вид происшествия|вид правонарушения|категория происшествия|показатель|"
    "event kind|event type|incident type|crime type|kind of crime",
    Role.CODE: "code|kod|kodi|area|area code|mahalla kodi|mahalla code|mfy kodi|hudud kodi|soato|soato kodi|"
    "mhobt|mhobt kodi|код|код махалли|код соато|соато|код территории|махалля код",
    Role.LATITUDE: "latitude|lat|kenglik|kengligi|geografik kenglik|широта|y|коорд y|lat y|northing|y coord|y coordinate|utm n|utm y|"
    "кенглик|lat wgs84|geo lat|point y|coord y|y koordinata",
    Role.LONGITUDE: "longitude|lon|lng|long|uzunlik|uzunligi|geografik uzunlik|долгота|x|коорд x|lon x|easting|x coord|"
    "x coordinate|utm e|utm x|узунлик|lon wgs84|geo lon|point x|coord x|x koordinata",
    Role.NAME: "mahalla|mahalla nomi|mahallasi|mfy|mfy nomi|mahalla mfy|mahalla fuqarolar yig‘ini|mfy nomi|маҳалла|маҳалла номи|мфй|мфй номи|"
    "махалля|название махалли|наименование махалли|мсг|сход граждан|mahalla name|area name|hudud|hudud nomi|ҳудуд|neighbourhood|"
    "neighborhood|community",
    Role.DISTRICT: "tuman|tumani|tuman nomi|tuman shahar|tuman yoki shahar|shahar tuman|туман|туман номи|туман шаҳар|район|район город|"
    "название района|наименование района|district|district name|district city",
    Role.POINT: "coordinates|coordinate|koordinata|koordinatalar|koordinatalari|координаты|координата|координаталар|location|lat lon|"
    "lat long|latlon|latlong|lon lat|geo|geolocation|geo point|geopoint|point|wkt|geom|the geom|geometry|joylashuvi|joylashuv|геолокация|"
    "геопозиция|gps",
    Role.ID: "id|event id|incident id|crime id|case id|hodisa id|hodisa raqami|ҳодиса рақами|id события|номер события|номер происшествия|"
    "ид|идентификатор|uid|uuid|guid|event number|incident number|kusp|kusp raqami|кусп|номер кусп",
}
_ROLES = {folded(word): role for role, words in _WORDS.items() for word in words.split("|")}


def find_columns(headings: Sequence[str], named: Mapping[Role, str]) -> dict[Role, list[int]]:
    """The columns by role: those that `named` tells by their headings, the others by the words that people use."""
    keys = [folded(heading) for heading in headings]
    told = {folded(heading): role for role, heading in named.items()}
    found: dict[Role, list[int]] = {}
    for position, key in enumerate(keys):
        role = told.get(key) or _ROLES.get(key)
        if role is not None and (role not in named or key in told):
            found.setdefault(role, []).append(position)
    return found


def missing(found: Iterable[Role], *, with_kind: bool) -> list[str]:
    """What is needed and not there; the place is told by a code or by both coordinates."""
    have = set(found)
    absent = [str(role) for role in (Role.DATE, Role.KIND)[: 1 + with_kind] if role not in have]
    if not have & {Role.CODE, Role.NAME, Role.POINT} and not {Role.LATITUDE, Role.LONGITUDE} <= have:
        pair = [str(role) for role in (Role.LATITUDE, Role.LONGITUDE) if role not in have]
        absent += pair if len(pair) == 1 else [str(Role.CODE)]
    return absent


def choose(file: str, headings: Sequence[str], named: Mapping[Role, str], *, with_kind: bool) -> Columns:
    """The one column of each role. Raises Refused where a needed one is absent or a role has two."""
    found = find_columns(headings, named)
    absent = missing(found, with_kind=with_kind)
    if absent:
        have = ", ".join(heading for heading in headings[:20] if heading)
        raise Refused([Problem(file, COLUMN_ABSENT, None, name, None, {"found": have}) for name in absent])
    twice = [role for role, positions in found.items() if len(positions) > 1 and role in _ONCE]
    if twice:
        raise Refused([
            Problem(file, COLUMN_TWICE, None, str(role), ", ".join(headings[n] for n in found[role])) for role in twice
        ])  # fmt: skip
    sure = {role: positions[0] for role, positions in found.items() if len(positions) == 1 or role in named}
    return {role: position for role, position in sure.items() if with_kind or role is not Role.KIND}
