"""Invented accounts of every role, to try the sign-in with; only in a database that holds no account yet."""

from __future__ import annotations

import secrets
from pathlib import Path

from mapping.access import accounts, managing, signing_in
from mapping.access.errors import AccountsThere
from mapping.access.person import ANYBODY, NO_AGENCY, Post
from mapping.access.rights import Grant, Right
from mapping.measures.progress import State
from mapping.model.levels import Level
from mapping.model.locale import Lang, text
from mapping.model.vocabulary import SevenMember
from mapping.store import Snapshot, open_snapshot
from mapping.store.sql import Database
from mapping.views.oversight.situation import all_measures

_WRITES = (Right.VIEW, Right.REPORT, Right.CONFIRM)
ROLES: dict[str, tuple[Level, tuple[Right, ...]]] = {
    "chair": (Level.REGION, _WRITES),
    "district": (Level.DISTRICT, (*_WRITES, Right.ADMINISTER)),
    "inspector": (Level.MAHALLA, (Right.VIEW, Right.REPORT)),
    "publisher": (Level.REGION, (Right.VIEW, Right.PUBLISH)),
    "administrator": (Level.REGION, tuple(one for one in Right if one is not Right.AUDIT)),
    "auditor": (Level.REGION, (Right.VIEW, Right.AUDIT)),
}


def invent(home: Path, base: Database, lang: Lang) -> list[tuple[str, str, str, str]]:
    """Login, password, name and rights of each. Raises AccountsThere, and NoSnapshot where nothing was published."""
    with base.reading() as connection:
        if accounts.listed(connection):
            raise AccountsThere
    snapshot = open_snapshot(home)
    mahalla = _busiest(snapshot, SevenMember.PREVENTION_INSPECTOR)
    district = str(snapshot.areas.loc[mahalla, "parent"])
    places = {Level.REGION: snapshot.region, Level.DISTRICT: district, Level.MAHALLA: mahalla}
    posts = {
        "chair": _post(snapshot, places[Level.REGION], "region"),
        "district": _post(snapshot, district, "district"),
    }
    posts["inspector"] = [Post(places[Level.MAHALLA], NO_AGENCY, SevenMember.PREVENTION_INSPECTOR.value)]
    made = []
    for login, (level, rights) in ROLES.items():
        area, password, name = places[level], secrets.token_urlsafe(9), text(f"people.role_{login}", lang)
        grants = [Grant(what, area) for what in rights]
        token = managing.add(
            base, ANYBODY, login=login, name=name, area=area, grants=grants, posts=posts.get(login, ())
        )
        signing_in.take_up(base, token=token, password=password, peer="")
        made.append((login, password, name, " ".join(f"{one.what}:{one.area}" for one in grants)))
    return made


def _busiest(snapshot: Snapshot, member: SevenMember) -> str:
    """The mahalla in which most of a member's measures are overdue, so that the holder has something to do; else any."""
    measures = all_measures(snapshot)
    overdue = measures[(measures["seven_member"] == member) & (measures["state"] == State.OVERDUE)]
    numbers = overdue["area"].value_counts().sort_index()
    return str(numbers.idxmax() if len(numbers) else snapshot.mahallas_of(snapshot.region)[0])


def _post(snapshot: Snapshot, area: str, level: str) -> list[Post]:
    """The post of a level to which most measures of an area belong, so that its holder has something to do; none where there are no measures."""
    agency, post = f"{level}_agency", f"{level}_post"
    pairs = snapshot.measures(area, columns=[agency, post]).dropna()
    pairs = pairs[(pairs[agency] != "") & (pairs[post] != "")]
    return [Post(area, *pair) for pair in pairs[[agency, post]].value_counts().index[:1]]
