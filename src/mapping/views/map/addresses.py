"""The addresses of our routes, written in one place for those who serve and those who ask."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlencode

from mapping.model.comparison import Comparison
from mapping.model.locale import Lang
from mapping.model.locale.texts import catalogue_digest
from mapping.model.selection import Selection
from mapping.model.settings import settings
from mapping.model.vocabulary import Group
from mapping.store import Snapshot
from mapping.views.map.categories import rules_in_force
from mapping.views.map.layer import assets_digest
from mapping.views.map.palettes import Theme

ROOT = "/riskmap"
API = "/api/v1"
PRESENT = "/present"
MINE = "/mine"
"""The page of one's own work."""
SIGN_OUT = "/auth/sign-out"


def assets() -> str:
    """The folder of scripts and styles; its name changes with their content."""
    return f"{ROOT}/assets/{assets_digest()}"


def tiles(digest: str) -> str:
    """The template of the base map's tiles; the digest is that of its file."""
    return f"{ROOT}/tiles/{digest}/{{z}}/{{x}}/{{y}}"


def geometry(snapshot: str, file: str) -> str:
    """One display file."""
    return f"{ROOT}/geometry/{snapshot}/{file.removesuffix('.gz')}"


def shown(snapshot: Snapshot, selection: Selection) -> str:
    """What the snapshot of a view is called in its addresses: with its last report where the view is of measures, whose figures change with each."""
    return snapshot.address if selection.tells_measures else snapshot.served


def names(snapshot: str, lang: Lang) -> str:
    """The names of all areas in one language."""
    return f"{ROOT}/names/{snapshot}/{lang}.json"


def values(snapshot: str, selection: Selection) -> str:
    """The figures of the areas that a selection draws; the same for every area and language of one scope.

    What browsers keep from `/values/`, where they were once to be had, does not say how each is written.
    """
    query = _drawn(selection)
    if selection.value.is_category:
        query += f"&rules={rules_in_force().digest}"
    if selection.group != Group.ALL:
        query += f"&smallest={settings().smallest_count}"  # what browsers keep must not outlive the rule
    return f"{ROOT}/figures/{snapshot}.json?{query}"


@lru_cache(maxsize=1024)
def _drawn(selection: Selection) -> str:
    """What of a selection shapes what is drawn; the path names the snapshot."""
    query = selection.at(selection.scope).to_query()
    return urlencode({name: value for name, value in query.items() if name not in ("lang", "snapshot", "seq")})


def painting(snapshot: str, selection: Selection, theme: Theme) -> str:
    """The classes and colours alone of what a selection draws: enough to paint it before the page answers."""
    return values(snapshot, selection).replace(f"{ROOT}/figures/{snapshot}", f"{ROOT}/painting/{snapshot}/{theme}", 1)


def toward(snapshot: str, selection: Selection, theme: Theme) -> str:
    """The painting of the view that a press on an area leads to from a selection; `code` follows."""
    query = {name: value for name, value in selection.to_query().items() if name not in ("lang", "snapshot", "seq")}
    query["smallest"] = str(settings().smallest_count)
    return f"{ROOT}/toward/{snapshot}/{theme}.json?{urlencode(query)}"


def outlines(snapshot: str, selection: Selection) -> str:
    """The clusters of raised risk to be outlined among the areas that a selection draws.

    What browsers keep from `/clusters/`, where they were once to be had, are clusters beyond Poisson chance.
    """
    return values(snapshot, selection).replace(f"{ROOT}/figures/", f"{ROOT}/outlines/", 1)


def about(snapshot: str, lang: Lang) -> str:
    """What each figure is, in one language."""
    return f"{ROOT}/about/{snapshot}/{lang}.json"


def look(lang: Lang, theme: Theme) -> str:
    """What maps say and are inked in, in one language and theme."""
    return f"{ROOT}/look/{theme}/{lang}.json"


def help_words(lang: Lang) -> str:
    """The help of every page and the guided visit, in one language."""
    return f"{ROOT}/help/{lang}.json"


def widget_words(lang: Lang) -> str:
    """What the library's controls say of themselves, by what they write in English."""
    return f"{ROOT}/widgets/{lang}.json"


def changes(before: str, after: str, kind: str, lang: Lang) -> str:
    """What is told of each area that a kind of change between two snapshots concerns."""
    return f"{ROOT}/changes/{before}/{after}/{kind}/{lang}.json?smallest={settings().smallest_count}&texts={catalogue_digest()}"


def compared(snapshot: str, comparison: Comparison, selection: Selection, lang: Lang) -> str:
    """What is told of each area of two views side by side; `selection` is the one on the right."""
    route = f"{ROOT}/compared/{snapshot}/{comparison.kind}/{comparison.other}/{lang}"
    return f"{values(snapshot, selection).replace(f'{ROOT}/figures/{snapshot}', route, 1)}&texts={catalogue_digest()}"


def categories(snapshot: str, year: int, lang: Lang) -> str:
    """What is told of each mahalla's categories of a year, by the rules in force."""
    return f"{ROOT}/categories/{snapshot}/{year}/{lang}.json?rules={rules_in_force().digest}&texts={catalogue_digest()}"


def factors(snapshot: str, year: int, lang: Lang) -> str:
    """What is told of each mahalla's factors of a year."""
    return f"{ROOT}/factors/{snapshot}/{year}/{lang}.json?texts={catalogue_digest()}"


def briefing(snapshot: str, selection: Selection) -> str:
    """What a meeting is told of an area; `area` and `period` follow."""
    return _told("briefing", snapshot, selection)


def due(snapshot: str, selection: Selection) -> str:
    """Every measure that a meeting is told of; `area` and `period` follow."""
    return _told("due", snapshot, selection)


def overview(snapshot: str, selection: Selection) -> str:
    """What an agenda tells of every district; `period` follows."""
    return _told("overview", snapshot, selection)


def _told(what: str, snapshot: str, selection: Selection) -> str:
    query = {"indicator": selection.indicator, "group": str(selection.group), "texts": catalogue_digest()}
    query["smallest"] = str(settings().smallest_count)
    return f"{ROOT}/{what}/{snapshot}/{selection.lang}.json?{urlencode(query)}"


def search(snapshot: str, lang: Lang) -> str:
    """The search for areas; the reader's words follow as `q`."""
    return f"{ROOT}/search/{snapshot}?{urlencode({'lang': lang})}"


def newer(snapshot: str, lang: Lang) -> str:
    """Whether another snapshot than the one looked at is current, in words."""
    return f"{ROOT}/newer/{snapshot}/{lang}.json"


def reports() -> str:
    """Reports of measures; `.json` behind it tells those of one, `/file` takes one that goes with them."""
    return f"{ROOT}/reports"


def evidence(digest: str) -> str:
    """A file that came with a report."""
    return f"{ROOT}/evidence/{digest}"


def live() -> str:
    """The number of the last report."""
    return f"{ROOT}/live"


def present_again() -> str:
    """What the presenter begins with, once more."""
    return f"{ROOT}/present.json"


def decisions() -> str:
    """Decisions of meetings; `.json`, `.csv` and `.xlsx` behind it list them."""
    return f"{ROOT}/decisions"
