"""What a heading says of a column: persons, people who hold a post, places, codes, or nothing."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from mapping.model.names import fold, latin
from mapping.reading.persons.names import words


class Says(StrEnum):
    """What a heading says. `POST`: those who hold a post or play a part, who may be told by an office as well."""

    PERSON = "person"
    POST = "post"
    PLACE = "place"
    CODE = "code"
    NOTHING = "nothing"


_PERSONS = re.compile(
    r"\b(?:pinfl|jshshir|jshshr|jshir|pnfl|"
    r"f ?i ?o|f ?i ?sh|familiya\w*|surname|last ?name|first ?name|full ?name|patronymic|sharifi?|otasining ismi|"
    r"otchestvo|person (?:id|name|code)|jabrlanuvchi\w*|gumonlanuvchi\w*|gumon [qk]ilinuvchi|ayblanuvchi|sudlanuvchi|"
    r"poterpevsh\w*|podozrevaem\w*|obvinyaem\w*|osujdenniy|victims?|suspects?|accused|sha[xh]siy (?:ra[qk]am|kod)\w*|"
    r"lichniy (?:nomer|kod)|personal (?:number|code|id)|stir|inn|id karta|udostovereni\w*|guvohnoma ra[qk]ami|propiska|"
    r"mesto (?:jitelstva|projivaniya)|grajdanin|fu[qk]aro|[hx]u[qk]u[qk]buzar|offenders?|pravonarushitel|"
    r"pas+port\w*|tugilgan\w*|dat[ae] ro(?:j|zh)d\w*|god ro(?:j|zh)d\w*|ro(?:j|zh)deni\w*|birth\w*|dob|yob|geburts\w+|"
    r"telefon\w*|tel|phone\w*|mobile|mobilniy|whatsapp|e ?mail|yashash (?:manzili|joyi)|manzili?|adres|address|"
    r"apellidos?|prenoms?|nachname|vorname|soyad\w*|imie|nazwisko|pesel|cpf|ssn|snils|cnic|aadhaar\w*|driver licen[sc]e|"
    r"driving licen[sc]e|telegram|prizvis\w+|domicil\w*|bydliste|zamieszkania|wohnort|residence|residencia|dob yr|geb dat\w*|"
    r"ne e? ?le|(?:f|fecha) nac\w*|data nasc\w*|tug \w+|r(?:oj|ozh)d)\b"
    r"|^(?:ism|ismi|imya|ism familiya|shaxs|litso|person|d r|prijmeni|jmeno|nomi va familiyasi)$"
    r"|성명|이름|주민등록|姓名|氏名|身份证|الاسم|人名"
)
# As people join words: `nameofthecorporator`, `FIO_otv`, `fatherName`.
_JOINED = re.compile(
    r"nameof(?:the)?(?!the)(?!area|ward|district|region|place|station|street|village|city|town|mahalla|scheme|work|school|road|state|ps\b)"
    r"|(?:corporator|councill?or|victim|suspect|offender|owner|father|mother|husband|spouse|first|last|full|middle|given|family|"
    r"maiden|nick|person|applicant|patient|student|employee)s?names?"
    r"|surname|(?:chief|head|owner|public|home|work|cell|office)phone|birthda(?:te|y)|da(?:te|y)ofbirth|yearofbirth|placeofbirth|passportn|phonen|mobilen|mobno|contactn|telnomer|nomertel|"
    r"telra[qk]am|ismi?sharif|familiya|otchestvo|dat[ae]ro(?:j|zh)d|godro(?:j|zh)d|tugilgan(?:sana|yil|kun)|yashash(?:manzil|joy)|uymanzil|homeaddr|"
    r"personalid|pinfl|jshshir"
)
_FIO = re.compile(r"\bfio(?!rd|re|ri|n)\w*|\b\w+fio\b")
_COUNTED = re.compile(
    r"\b(?:soni|number of|kolichestvo|chislo|count|kol vo|births|birth ?rate\w*|rojdaemost\w*|tugilish|rodivshi\w+|killed|issued|"
    r"plotnost|density|per (?:100|1000|ward|capita))\b"
)
_OFFICES = re.compile(
    r"\b(?:maktab|shkol\w*|school|office|ofis|tashkilot|organizatsi\w*|company|korhona|predpriyati\w*|web|sayt)\b"
)
_PLACED = re.compile(r"adres|addres|manzil|tel|phone|stir|inn")
_PHONES = re.compile(r"tel|phone|mobil")
_THEFTS = re.compile(r"\b(?:ogri|ogir|kraj|theft|firibgar|moshennich|fraud)")  # phones are stolen, too
_NAME = {"name", "names", "ismi", "imya"}
_LONG_POST, _CUT = 6, 10  # letters
_CODES = re.compile(
    r"\b(?:\w*codes?|codigo|kod|kodi|\w*id|gid|oktmo|okato|soato|mhobt|geoid\w*|kadastr\w*|cadast\w*|parcel|barcode|isbn)\b"
)


@lru_cache(maxsize=4096)
def what_says(heading: str) -> Says:
    """What a heading says."""
    key = latin(heading)
    if _COUNTED.search(key):
        return Says.NOTHING
    found = _PERSONS.search(key) or _FIO.search(key) or _JOINED.search(key.replace(" ", ""))
    if found is not None and not _is_of_things(found[0], key):
        return Says.PERSON
    said = set(fold(heading).split())
    if _named_post(said):
        return Says.PERSON
    if said & words("posts") or _joined_post(fold(heading).replace(" ", "")):
        return Says.POST
    if _CODES.search(key):
        return Says.CODE
    return Says.PLACE if said & words("places") else Says.NOTHING


def is_person_heading(heading: str) -> bool:
    """Whether a heading names a person's property; the number of persons is none."""
    return what_says(heading) is Says.PERSON


def _named_post(said: set[str]) -> bool:
    """`sarpanchname`, `mayor_name`: the name of who holds a post."""
    joined = any(word.endswith("name") and word.removesuffix("name") in words("posts") for word in said)
    return joined or (bool(said & _NAME) and bool(said & words("posts")))


def _joined_post(key: str) -> bool:
    """A post within joined words, or one cut to the ten signs of a Shapefile's headings."""
    long = [post for post in words("posts") if len(post) >= _LONG_POST]
    return any(post in key for post in long) or (len(key) == _CUT and any(post.startswith(key) for post in long))


def _is_of_things(found: str, key: str) -> bool:
    """Whether what reads as a person's is a stolen phone, or an office's address."""
    return bool(_PHONES.match(found) and _THEFTS.search(key)) or bool(_PLACED.match(found) and _OFFICES.search(key))
