"""What each figure on the screen is: definition, how it is found in words, source, as-of date."""

from __future__ import annotations

from functools import lru_cache

from mapping import wording
from mapping.locale import Lang, name_column, text
from mapping.store import Snapshot

FIGURES = (
    "count", "rate", "trend", "risk", "probability", "raised", "change", "change_year", "spots", "getis", "clusters",
    "category", "computed", "agreement", "red", "done", "overdue", "unowned", "gaps",
)  # fmt: skip
_OWN = {"category", "computed", "agreement", "red", "done", "overdue", "unowned", "gaps"}  # not figures of an indicator


@lru_cache(maxsize=16)
def about(snapshot: Snapshot, lang: Lang) -> dict[str, object]:
    """`figures`: by key what it is, how it is found, and whether it is its own, not an indicator's; `indicators`: by
    code name, definition and source, empty where the dataset does not give them; `words`; `as_of`.
    """
    indicators = snapshot.indicators
    names, definitions = name_column(lang), name_column(lang).replace("name", "definition")
    given = indicators[[names, definitions, "source"]].fillna("").astype(str)
    return {
        "figures": {
            key: {"what": text(f"about.{key}", lang), "how": text(f"about.{key}_how", lang), "own": key in _OWN}
            for key in FIGURES
        },
        "indicators": {
            str(code): {"name": name, "definition": definition, "source": source}
            for code, name, definition, source in given.itertuples(name=None)
        },
        "words": {key: text(f"about.{key}", lang) for key in ("how", "source", "close")},
        "as_of": text("page.as_of", lang, day=wording.day(snapshot.as_of, lang)),
    }
