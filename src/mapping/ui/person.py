"""Who looks at this page: the one place that knows how a page is told."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from mapping.access import audit
from mapping.access.audit import Act
from mapping.access.person import ANYBODY, NOBODY, Person
from mapping.access.presence import PEER_HEADER, PERSON_HEADER, presence
from mapping.access.rights import Right
from mapping.model.levels import Level, level_of
from mapping.model.settings import Publishing, View, settings
from mapping.store.scope import WHOLE, Scope, told_by_pages


def person() -> Person:
    """Whom the door let in, with what they may at this moment; everybody where nobody signs in, nobody who is no longer there.

    The door takes away what comes from outside under its header's name. `server.trustedUserHeaders`, which would bring it
    into `st.user`, is marked experimental; the headers of the page's connection are not.
    """
    if not settings().asks_who_comes:
        return ANYBODY
    named = _named()
    return (presence().person(named) if named else None) or NOBODY


def _scope() -> Scope:
    """Of which areas this page may show anything."""
    who = person()
    return WHOLE if who.is_unbound else who.areas(Right.VIEW)


told_by_pages(_scope)


def _named() -> str:
    """The id that the door wrote into the headers of the page's connection."""
    return st.context.headers.get(PERSON_HEADER, "")


def _peer() -> str:
    """The address that the page's connection comes from, as the door wrote it into its headers: Streamlit gives none for this machine."""
    return st.context.headers.get(PEER_HEADER, "")


def may_publish(*regions: str) -> bool:
    """Whether the figures of regions may be replaced from here: by the server's setting, and by who it is."""
    return settings().publishing is Publishing.ON and all(person().may(Right.PUBLISH, region) for region in regions)


def may_bring() -> bool:
    """Whether files may be brought here at all: they are laid over all that is published, so by none who sees only a part of it."""
    may = settings().publishing is not Publishing.OFF and person().may_somewhere(Right.PUBLISH)
    return may and (settings().view is View.ALL or _publishes_a_region())


def _publishes_a_region() -> bool:
    who = person()
    return who.is_unbound or any(level_of(area) is Level.REGION for area in who.areas(Right.PUBLISH))


def holds_posts() -> bool:
    """Whether there are measures that are this person's own."""
    return bool(person().posts)


def may_administer() -> bool:
    """Whether there are accounts here, and any that this person may manage."""
    return settings().asks_who_comes and person().may_somewhere(Right.ADMINISTER)


def may_audit() -> bool:
    """Whether a book is kept here, and this person may read in it."""
    return settings().asks_who_comes and person().may_somewhere(Right.AUDIT)


def doer() -> Person:
    """The person as one who does something, with the address that it is done from."""
    return replace(person(), peer=_peer())


def note(act: Act, *, area: str, about: str) -> None:
    """Write down what whoever looks at this page did. Nothing where nobody signs in. Raises DatabaseUnusable."""
    doer = person()
    if not doer.is_unbound:
        with presence().base.writing() as connection:
            audit.note(connection, act, account=doer.id, peer=_peer(), area=area, about=about)
