"""Figures told in thousands or millions, by the words beside them."""

from __future__ import annotations

import re

from mapping.reading.tables.words import folded

_COUNTED = r"(?: (?:(?:nafar|kishi|odam|dona)\w*|ta|aholi|birlik)(?= |$)|$)"
_WORDS = {
    1000: re.compile(rf"\b(?:tis|tisyach\w*|thousands?|thous|(?<!\d )000|ming(?:ta)?(?={_COUNTED}))(?= |$)"),
    1_000_000: re.compile(rf"\b(?:mln|millionov|millions?|million(?={_COUNTED}))(?= |$)"),
}
_RATE = re.compile(r"\b(?:(?:na|per|har|har bir|for each|for every|kajdie|kajduyu) (?:10* )*|1?0+ )$")

_MONEY_OR_LAND = re.compile(r"\b(?:som|sum|sumov|gektar|hectares?)(?= |$)")
_OF_SOME = re.compile(
    r"\b(?:(?:ne)?raskri(?:t|va)\w*|fosh (?:et|qil|kil)\w*|ochilgan|solved|unsolved|detected|plan|planov\w*|reja|rejalashtir\w*|prognoz\w*|"
    r"ojidaem\w*|kutilayotgan|planned|forecast|expected|usherb\w*|zarar\w*|damage|poterpevsh\w*|jabrlan\w*|victims?|offenders?|"
    r"tyajk\w*|ogir|ota ogir|grave|serious|opyanen\w*|mast holat\w*|bitov\w*|gruppoy|v sostave gruppi|guruh\w* tomonidan|ranee sudim\w*|proshlih let|"
    r"sredi|v otnoshenii|orasida|nisbatan|against|among|selsk\w* naselen\w*|gorodsk\w* naselen\w*|(?:shahar|kishlok) aholi\w*|"
    r"urban population|rural population|jensk\w*|mujsk\w*|trudosposobn\w*|mehnatga layok\w*|"
    r"lits\w? sovershi\w*|sodir etgan(?:lar)?|privlechen\w*|javobgarlikka|osujd\w*|sudlan\w*|nesovershennoletn\w*|minors|"
    r"(?<!yoshlar va )voyaga yetmagan(?!lar va yosh)\w*|inostrann\w*|chet el|mujchin\w*|erkaklar|males?)(?= |$)"
)
_THOUSAND = r"(?:000|ming\w*|tis\w*|thousands?)"
_MANY = rf"(?:10{{3,5}}|(?:1|10|100) {_THOUSAND})"
_PEOPLE = r"(?:aholi|kishi|nafar|odam|jitel|naselen|chelovek|people|persons|inhabitants|residents|population)"
_RATES = re.compile(
    rf"\b(?:(?:na|per|har|har bir|for each|for every|kajdie|kajduyu) (?:{_MANY}|{_THOUSAND})|"
    rf"{_MANY} (?:\w+ )?{_PEOPLE}\w*|(?:foiz|protsent)\w*|percent|per cent|percentage)(?= |$)"
)
_CHANGES = re.compile(
    r"\b(?:(?:nisbat|osish|ozgarish|kamayish|farki|salmog|ulush|prirost|otnoshen|otklonen|izmenen|raznits|sravnen)\w*|"
    r"rost|rosta|udelniy ves|dolya|shares?|ratio|change|growth|difference|compared)(?= |$)"
)


def tells_comparison(text: str) -> bool:
    """Whether a heading tells what is worked out of counts: per cent, a share, a rate per so many people, a growth, a difference."""
    words = folded(text)
    return any(form.search(words) is not None for form in (_RATES, _CHANGES))


def tells_no_counts(text: str) -> bool:
    """Whether a text tells money, land, per cent or rates, of which figures would be no counts, or that some cases alone are counted:
    those that were solved, planned, of minors."""
    words = folded(text)
    return any(form.search(words) is not None for form in (_MONEY_OR_LAND, _RATES, _OF_SOME))


def scale_of(text: str) -> int:
    """How many units one of the figures stands for: 1, 1,000 or 1,000,000. Rates (`per thousand people`) scale nothing."""
    words = folded(text)
    for scale, form in _WORDS.items():
        if any(not _RATE.search(words[: found.start()]) for found in form.finditer(words)):
            return scale
    return 1
