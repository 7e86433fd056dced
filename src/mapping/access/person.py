"""One who is signed in, with what they may."""

from __future__ import annotations

from dataclasses import dataclass, field

from mapping.access.rights import Grant, Right, areas_of, may, may_give, may_manage, may_somewhere

NO_AGENCY = "-"
"""Members of the mahalla seven belong to no agency."""


@dataclass(frozen=True, order=True)
class Post:
    """A post that a person holds: codes of an area, and of terms for agency and post."""

    area: str
    agency: str
    post: str


@dataclass(frozen=True)
class Person:
    """An account that is open. `area`: where it belongs. `is_unbound`: may everything, as whoever runs the server may. `peer`: the
    address that they come from at this moment, where that is known.
    """

    id: str
    login: str
    name: str
    area: str
    grants: frozenset[Grant] = frozenset()
    posts: frozenset[Post] = frozenset()
    is_unbound: bool = False
    peer: str = field(default="", compare=False)

    def may(self, what: Right, area: str) -> bool:
        """Whether they may do this in all of an area."""
        return self.is_unbound or may(self.grants, what, area)

    def may_somewhere(self, what: Right) -> bool:
        """Whether there is any area in which they may do this."""
        return self.is_unbound or may_somewhere(self.grants, what)

    def areas(self, what: Right) -> tuple[str, ...]:
        """The widest areas in which they may do this, by code; none for one who is unbound, for whom no area is a bound."""
        return areas_of(self.grants, what)

    def may_give(self, grant: Grant) -> bool:
        """Whether they may give, or withdraw, this."""
        return self.is_unbound or may_give(self.grants, grant)

    def may_manage(self, other: Person) -> bool:
        """Whether they may invite, sign out or close another's account, or their own."""
        return self.is_unbound or may_manage(self.grants, other.area, other.grants)


ANYBODY = Person(id="", login="", name="", area="", is_unbound=True)
"""Whoever comes where nobody signs in, and whoever runs the server at its command line."""
NOBODY = Person(id="", login="", name="", area="")
"""One who may nothing."""
