"""Words of which names of mahallas are made: Uzbek Latin, Uzbek Cyrillic, Russian.

Usual Uzbek place-names, none of them invented; which mahalla bears which is. Russian follows the usual forms of
the commonest parts (-булак, -кишлак, -абад, Ак-, Кара-) and otherwise the letters of the Uzbek Cyrillic.
"""

from __future__ import annotations

from mapping.demo.words import rows

Word = tuple[str, str, str]


def _words(kind: str) -> tuple[Word, ...]:
    return tuple((row["uz_latn"], row["uz_cyrl"], row["ru"]) for row in rows("places.csv") if row["kind"] == kind)


COMMON = _words("common")
"""Names that a region has several times."""
SINGLE = _words("single")
"""Names that stand alone: virtues, trades, people of the past, gardens and flowers."""
PLACES = _words("place")
"""Names after land, water, trees, buildings and tribes; of such places there may be a greater, a lower, a new one."""
QUALIFIERS = _words("qualifier")
"""What stands before one of PLACES: new, greater, lesser, upper, lower, middle."""
