"""What the form offers before anything is typed: the posts that may answer, mahallas to choose from, days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pandas as pd

from mapping.live.decisions.form import agency_of
from mapping.model.levels import Level, level_of, lineage
from mapping.model.locale import Lang, name_column, text
from mapping.model.periods import Quarter
from mapping.model.vocabulary import Category, SevenMember, TermKind
from mapping.store import Snapshot
from mapping.views.oversight.duties import posts
from mapping.views.oversight.situation import all_assignments


@dataclass(frozen=True)
class OfferedPost:
    """A post that may answer: its code (of terms.csv or of a member of the mahalla seven), its name, its agency or ""."""

    code: str
    name: str
    agency: str
    agency_name: str


def default_deadline(today: date) -> date:
    """The last day of the next quarter."""
    return Quarter.of(today).shift(1).last_day


def offered_days(today: date) -> list[date]:
    """Deadlines that are usual: a month on, and the last days of this quarter and of the next two."""
    month = (pd.Timestamp(today) + pd.DateOffset(months=1)).date()
    ends = [Quarter.of(today).shift(step).last_day for step in range(3)]
    return sorted({month, *ends})


@lru_cache(maxsize=256)
def offered_posts(snapshot: Snapshot, area: str, lang: Lang) -> tuple[OfferedPost, ...]:
    """The posts assigned to the area and around it, the nearest first; for a region, those of its districts too; then the
    others that are listed, and the mahalla seven. Posts that sit in a mahalla are left to the seven.
    """
    level = posts(snapshot)
    held = all_assignments(snapshot)
    near = [code for code in reversed(lineage(area)) if code in snapshot.areas.index]
    if level_of(area) is Level.REGION:
        near += list(snapshot.children(area).index)
    found = [post for code in near for post in held.loc[held["area"] == code, "post"]]
    names, agencies = (term_names(snapshot, kind, lang) for kind in (TermKind.POST, TermKind.AGENCY))
    known = dict.fromkeys(map(str, [*found, *names]))
    wide = [post for post in known if level.get(post) is not Level.MAHALLA]
    offered = [_offered(post, names, agencies, agency_of(snapshot, post, area)) for post in wide]
    seven = [OfferedPost(str(one), text(f"seven_member.{one}", lang), "", "") for one in SevenMember]
    return (*offered, *seven)


def _offered(post: str, names: Mapping[str, str], agencies: Mapping[str, str], agency: str) -> OfferedPost:
    return OfferedPost(post, names.get(post, post), agency, agencies.get(agency, agency))


@lru_cache(maxsize=64)
def term_names(snapshot: Snapshot, kind: TermKind, lang: Lang) -> Mapping[str, str]:
    """The names of an open list by code: looked up for every decision of a list, so made once."""
    return {str(code): str(name) for code, name in snapshot.terms(kind)[name_column(lang)].items()}


def red_mahallas(snapshot: Snapshot, area: str) -> list[str]:
    """The mahallas of the area that the latest official categories call red, sorted by code."""
    given = snapshot.categories(area)
    if given.empty:
        return []
    latest = given[given["year"] == given["year"].max()]
    return sorted(map(str, latest.loc[latest["category"] == Category.RED, "area"]))


def names_of(snapshot: Snapshot, codes: Iterable[str], lang: Lang) -> dict[str, str]:
    """The names of areas by code; a code that is none's is its own name."""
    known = snapshot.areas[name_column(lang)]
    return {code: str(known.get(code, code)) for code in codes}
