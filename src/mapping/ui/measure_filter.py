"""What of the measures a list shows, and the links by which a number of measures leads to the list of exactly those."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from string import Formatter

import pandas as pd

from mapping.measures.progress import TOGETHER, Count, counted_as
from mapping.model.locale import Lang
from mapping.model.locale.texts import catalogue
from mapping.model.markup import Markup, joined, markup
from mapping.ui.links import along, page_path
from mapping.ui.measure_order import RESPONSIBLE
from mapping.ui.state import Screen, apart

ANY = ""
NEWLY = "newly"
"""Beside the states: what is overdue and was not at the snapshot before."""
AGENCIES = ("district_agency", "region_agency")
CHAIN = "+"
"""Between the posts of a chain, from the mahalla to the region; nothing where nobody is named."""
_LOOK = ("text", "sort", "page", "open")


@dataclass(frozen=True)
class MeasureFilter:
    """What of the measures is listed; an empty field lets everything through. Codes, as in a link; `state` may be several `TOGETHER`, `silent` is so many days
    without a report, `post` may be a whole `CHAIN`."""

    quarter: str = ANY
    state: str = ANY
    sector: str = ANY
    factor: str = ANY
    target_group: str = ANY
    agency: str = ANY
    post: str = ANY
    silent: str = ANY

    def to_query(self) -> dict[str, str]:
        """The link's parameters, prefixed so that they meet no parameter of the view."""
        return {f"m_{name}": value for name, value in asdict(self).items() if value}

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> MeasureFilter:
        """Read a link; parameters that are absent let everything through."""
        return cls(**{one.name: query.get(f"m_{one.name}", ANY) for one in fields(cls)})

    def keep(self, measures: pd.DataFrame, newly: Collection[str] = ()) -> pd.DataFrame:
        """The rows that pass, of measures with `state`. An agency or post passes at any level, the mahalla seven too.

        `newly`: the ids of those that became overdue, for the filter of that name.
        """
        kept = pd.Series(data=True, index=measures.index)
        for name in ("quarter", "sector", "factor", "target_group"):
            if wanted := getattr(self, name):
                kept &= measures[name].astype("str") == wanted
        if self.state == NEWLY:
            kept &= measures["id"].isin(newly)
        elif self.state:
            kept &= measures["state"].isin(TOGETHER.get(self.state, (self.state,)))
        if self.silent:
            kept &= counted_as(measures, Count.SILENT, int(self.silent))
        if CHAIN in self.post:
            for column, wanted in zip(RESPONSIBLE, self.post.split(CHAIN), strict=False):
                kept &= measures[column].astype("object").fillna("") == wanted
        for wanted, columns in ((self.agency, AGENCIES), ("" if CHAIN in self.post else self.post, RESPONSIBLE)):
            if wanted:
                kept &= (measures[list(columns)] == wanted).fillna(value=False).any(axis=1)
        return measures[kept]


def filter_of(count: Count, silent: int, quarter: str = "") -> MeasureFilter:
    """The list of exactly what is counted."""
    if count is Count.SILENT:
        return MeasureFilter(quarter=quarter, silent=str(silent))
    return MeasureFilter(quarter=quarter, state=count.value)


def to_measures(screen: Screen, words: str, only: MeasureFilter, *, area: str = "", text: str = "") -> Markup:
    """A link to the list of the measures of an area that the filter and the words looked for let through; nothing of another list stays."""
    there = apart(screen.selection.at(area or screen.selection.area))
    own = {
        **there,
        **{f"m_{name}": value for name, value in {**asdict(only), **dict.fromkeys(_LOOK, ""), "text": text}.items()},
    }
    return markup('<a class="to-list" data-page="measures" {}>{}</a>', along(page_path("measures"), own), words)


def words_with(key: str, lang: Lang, **values: str) -> Markup:
    """A text of the catalogue whose placeholders are filled with links."""
    parts = Formatter().parse(catalogue()[key][lang])
    return joined(part for words, name, *_ in parts for part in (words, values[name] if name else ""))
