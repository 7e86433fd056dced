"""What the page says of accounts, and the places and terms that it offers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from itertools import groupby

from mapping.access.accounts import Account
from mapping.access.person import NO_AGENCY, Person, Post
from mapping.access.rights import Grant, Right
from mapping.model import wording
from mapping.model.levels import DISTRICT_DIGITS, Level, lineage
from mapping.model.locale import name_column
from mapping.model.vocabulary import SevenMember, TermKind
from mapping.ui.state import Screen


def state_word(screen: Screen, account: Account) -> str:
    """Whether one can come in with it."""
    state = "closed" if account.closed else "open" if account.password or account.seen else "invited"
    return screen.text(f"people.{state}")


def second_words(screen: Screen, account: Account) -> str:
    """How it stands with the second step."""
    state = "set_up" if account.second_step else "required" if account.second_required else "none"
    return screen.text(f"people.second_{state}")


def right_words(screen: Screen, grants: Collection[Grant]) -> list[str]:
    """What one may, an area at a time."""
    by_area = groupby(sorted(grants, key=lambda one: (one.area, list(Right).index(one.what))), key=lambda one: one.area)
    return [
        f"{screen.area_name(area)}: {', '.join(screen.text(f'right.{grant.what}') for grant in given)}"
        for area, given in by_area
    ]


def grant_words(screen: Screen, grant: Grant) -> str:
    """What one may, and where."""
    return f"{screen.text(f'right.{grant.what}')}: {screen.area_name(grant.area)}"


def post_words(screen: Screen, post: Post) -> str:
    """The post's name, its agency and its area."""
    names = [term_name(screen, TermKind.POST, post.post)]
    if post.agency != NO_AGENCY:
        names.append(term_name(screen, TermKind.AGENCY, post.agency))
    return f"{', '.join(names)}: {screen.area_name(post.area)}"


def term_name(screen: Screen, kind: TermKind, code: str) -> str:
    """A term's name in the reader's language; the code itself where the list does not know it."""
    if kind is TermKind.POST and code in list(SevenMember):
        return screen.text(f"seven_member.{code}")
    return str(screen.snapshot.terms(kind)[name_column(screen.lang)].get(code, code))


def moment(screen: Screen, when: datetime | None) -> str:
    """Day and time at the server."""
    return wording.moment(when, screen.lang) if when else screen.text("people.never")


def places(screen: Screen, by: Person, *near: str) -> dict[str, str]:
    """Codes and names of the areas that one who administers may choose: regions and districts, and the mahallas of the districts of the
    area that is looked at and of those that are `near`: all of a country's would be too many to choose from.
    """
    areas = screen.snapshot.areas
    within = tuple(areas.index[areas["level"] == Level.REGION]) if by.is_unbound else by.areas(Right.ADMINISTER)
    close = {code[:DISTRICT_DIGITS] for code in (screen.selection.area, *near, *within) if len(code) >= DISTRICT_DIGITS}
    is_wide = areas["level"] != Level.MAHALLA
    offered = [
        code for code in areas.index if code.startswith(within) and (is_wide[code] or code[:DISTRICT_DIGITS] in close)
    ]
    offered += [code for code in within if code not in areas.index]
    return {code: _place_name(screen, code) for code in sorted(offered)}


def _place_name(screen: Screen, code: str) -> str:
    """A mahalla with its district before it: names repeat."""
    above = [screen.area_name(one) for one in lineage(code)[1:-1]]
    return f"{' › '.join([*above, screen.area_name(code)])} ({code})"
