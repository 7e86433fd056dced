"""What each figure on the screen is: definition, how it is found in words, source, as-of date."""

from __future__ import annotations

from mapping.model import wording
from mapping.model.locale import Lang, name_column, text
from mapping.store import Snapshot
from mapping.store.kept import kept

FIGURES = (
    "count", "rate", "trend", "risk", "probability", "raised", "change", "change_year", "spots", "getis", "together",
    "clusters", "funnel", "caterpillar", "ranks", "category", "computed", "agreement", "red", "done", "overdue", "unowned", "reported", "returned",
    "silent", "gaps",
    "states", "behind", "matrix", "newly", "late_days", "effect", "factors", "people", "assigned", "owner", "revisions",
)  # fmt: skip
_TABLES = {
    "category": "categories", "agreement": "categories", "red": "categories", "owner": "categories",
    "computed": "statistics", "effect": "statistics", "factors": "factors", "people": "population",
    "assigned": "assignments", "revisions": "every", "gaps": "every",
    **dict.fromkeys(("done", "overdue", "unowned", "reported", "returned", "silent", "states", "behind", "matrix", "newly", "late_days"), "measures"),
}  # fmt: skip
"""Figures that are not an indicator's, and the table that they come from."""


@kept
def about(snapshot: Snapshot, lang: Lang) -> dict[str, object]:
    """`figures`: by key what it is, how it is found, whether it is its own, not an indicator's, and if so its source;
    `indicators`: by code name, definition and source, empty where the dataset does not give them; `words`; `as_of`.
    """
    indicators = snapshot.indicators
    names, definitions = name_column(lang), name_column(lang).replace("name", "definition")
    given = indicators[[names, definitions, "source"]].fillna("").astype(str)
    return {
        "figures": {
            key: {"what": text(f"about.{key}", lang), "how": text(f"about.{key}_how", lang), **_origin(key, lang)}
            for key in FIGURES
        },
        "indicators": {
            str(code): {"name": name, "definition": definition, "source": source}
            for code, name, definition, source in given.itertuples(name=None)
        },
        "words": {key: text(f"about.{key}", lang) for key in ("how", "source", "close")},
        "as_of": text("page.as_of", lang, day=wording.day(snapshot.as_of, lang)),
    }


def _origin(key: str, lang: Lang) -> dict[str, object]:
    table = _TABLES.get(key)
    return {"own": True, "source": text(f"about_source.{table}", lang)} if table else {"own": False}
