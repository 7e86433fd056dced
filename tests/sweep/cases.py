"""All combinations of what can be chosen and where it is shown; what is left open is drawn, the same from the same seed."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import urlencode

from mapping.model.comparison import COMPARED, ComparedBy, Comparison, comparable, offered, usual
from mapping.model.levels import Level
from mapping.model.locale import Lang
from mapping.model.periods import Span, periods
from mapping.model.selection import MAX_CLASSES, MIN_CLASSES, ClassRule, Selection, Value
from mapping.model.vocabulary import Group, TermKind
from mapping.store import Snapshot
from mapping.views.map.palettes import Theme
from tests.sweep.regions import Region

SEED = "1710"
SHOWN = (*(str(one) for one in Value), str(ClassRule.CATEGORY))
RULES = tuple(rule for rule in ClassRule if rule is not ClassRule.CATEGORY)
FORMATS = ("html", "xlsx", "geojson", "gpkg", "svg", "png", "pptx", "pdf")
PAGES = ("map", "mahalla", "measures", "execution", "gaps", "post", "meeting", "decisions", "certainty", "categories",
         "changes", "packs", "data", "factors")  # fmt: skip


Scope = tuple[bool, Level]
"""Whether all mahallas of the region are drawn at once, and the level of the area looked at."""
SCOPES: tuple[Scope, ...] = tuple((whole, level) for whole in (True, False) for level in Level)
DRAWN: tuple[Scope, ...] = ((True, Level.REGION), (False, Level.REGION), (False, Level.DISTRICT))
"""Every other scope draws the areas of one of these."""
AREAS: tuple[Scope, ...] = tuple((True, level) for level in Level)


@dataclass(frozen=True)
class Axes:
    """What a place depends on. What is not among it stays as it is usually, or is drawn.

    `times`: how many periods of each kind are drawn. A place that is not `counted` is the same for every indicator and
    group: the first indicator is enough. `share`: how many of the cases are looked at, where each is dear.
    """

    shown: tuple[str, ...] = SHOWN
    rules: tuple[ClassRule, ...] = (ClassRule.USUAL,)
    scopes: tuple[Scope, ...] = SCOPES
    times: int = 1
    counted: bool = True
    share: float = 1.0


@dataclass(frozen=True)
class Case:
    """A selection shown in one place. `comparison` stands on the left of it on the page Compare."""

    place: str
    selection: Selection
    theme: Theme = "light"
    comparison: Comparison | None = None

    @property
    def told(self) -> str:
        """Place and address, from which it can be looked at again."""
        query = self.selection.to_query()
        if self.comparison:
            query |= self.comparison.to_query()
        return f"{self.place}?{urlencode(query)}"


def counted(snapshot: Snapshot) -> list[tuple[str, Group]]:
    """Every indicator with every group that it has; everyone can always be asked for."""
    return [
        (str(indicator), group)
        for indicator in snapshot.indicators.index
        for group in dict.fromkeys((Group.ALL, *snapshot.groups(indicator)))
    ]


@dataclass(frozen=True)
class Choice:
    """One combination of the axes of a place."""

    span: Span
    shown: str
    rule: ClassRule
    scope: Scope
    time: int


def choices(axes: Axes) -> list[Choice]:
    """Every combination there is; findings and categories have no classes to choose."""
    return [
        Choice(span, shown, rule, scope, time)
        for span in Span
        for time in range(axes.times)
        for shown in axes.shown
        for rule in (axes.rules if _has_classes(shown) else axes.rules[:1])
        for scope in axes.scopes
    ]


def _has_classes(shown: str) -> bool:
    return shown != ClassRule.CATEGORY and not Value(shown).is_finding


def selected(region: Region, what: tuple[str, Group], choice: Choice, seed: str) -> Selection | None:
    """The selection of a choice, what it leaves open being drawn; None where no period is so long."""
    snapshot = region.snapshot
    draw = _draw(seed, region.name, what, choice)
    offered = periods(snapshot.quarters, choice.span)
    if not offered:
        return None
    # The last one, the first (nothing stands before it), or any.
    period = draw.choice([offered[-1], offered[-1], offered[0], draw.choice(offered)])
    plain = Selection(snapshot.region, what[0], period, group=what[1], classes=choice.rule)
    whole, level = choice.scope
    return _with_details(snapshot, replace(plain.showing(choice.shown), all_mahallas=whole), level, draw)


def _draw(*of: object) -> random.Random:
    return random.Random(hashlib.sha256(repr(of).encode()).digest())


def _with_details(snapshot: Snapshot, selection: Selection, level: Level, draw: random.Random) -> Selection:
    """An area of the level, and all that any view may have beside: number of classes, one scale, certainty, language."""
    areas = snapshot.areas
    narrowed = selection.value.is_execution and draw.random() < 0.3
    return replace(
        selection,
        area=draw.choice(areas.index[areas["level"] == level].tolist()),
        k=draw.randint(MIN_CLASSES, MAX_CLASSES),
        locked=draw.random() < 0.25,
        certainty=draw.random() < 0.75,
        sector=draw.choice([*snapshot.terms(TermKind.SECTOR).index]) if narrowed else "",
        agency=draw.choice(["", *snapshot.terms(TermKind.AGENCY).index]) if narrowed else "",
        lang=draw.choice(list(Lang)),
    )


_RISK = (str(Value.RISK),)
_VIEW = Axes(rules=RULES, scopes=DRAWN)
_BRIEF = Axes(shown=_RISK, scopes=AREAS)
AXES: dict[str, Axes] = {
    "view": replace(_VIEW, times=3),
    "values": _VIEW,
    "painting": _VIEW,
    "clusters": Axes(shown=_RISK, scopes=DRAWN),
    "table": _VIEW,
    "present": Axes(rules=RULES, scopes=AREAS),
    "briefing": replace(_BRIEF, times=3),
    "overview": replace(_BRIEF, scopes=AREAS[:1]),
    "categories": replace(_BRIEF, scopes=AREAS[:1], times=3, counted=False),
    **{f"page-{page}": replace(_BRIEF, counted=False) for page in PAGES},
    **{f"page-{page}": _BRIEF for page in ("mahalla", "certainty", "meeting")},
    "page-map": Axes(),
    **{f"compare-{kind}": Axes(shown=COMPARED) for kind in ComparedBy},
    **{f"page-compare-{kind}": Axes(shown=COMPARED) for kind in ComparedBy},
    "pack-html": Axes(scopes=AREAS, share=0.05),
    **{f"pack-{name}": Axes(scopes=(*DRAWN, (False, Level.MAHALLA))) for name in ("xlsx", "geojson", "gpkg")},
    "pack-svg": Axes(scopes=(*DRAWN, (False, Level.MAHALLA)), share=0.5),
    **{f"pack-{name}": Axes(scopes=AREAS, share=0.03) for name in ("png", "pptx", "pdf")},
}
"""Where a view is shown, and what of a selection matters there."""


def cases(
    region: Region, what: tuple[str, Group], places: Iterable[str], seed: str = SEED, share: float = 1.0
) -> Iterator[Case]:
    """Every case of one indicator and group, or a share of them."""
    first = counted(region.snapshot)[0]
    for place in places:
        axes = AXES[place]
        for choice in choices(axes) if axes.counted or what == first else ():
            if _draw(seed, "kept", place, what, choice).random() < share * axes.share:
                found = _case(region, place, what, choice, seed)
                if found is not None:
                    yield found


DRAWS_A_CASE = 50


def sampled(region: Region, place: str, number: int, seed: str = SEED) -> Iterator[Case]:
    """So many cases of a place, of any indicator and group; fewer where hardly any view is one for it, none where nothing is."""
    pairs, open_to = counted(region.snapshot), choices(AXES[place])
    draw = _draw(seed, "sampled", region.name, place)
    drawn = (
        _case(region, place, draw.choice(pairs), draw.choice(open_to), repr(draw.random()))
        for _ in range(DRAWS_A_CASE * number)
    )
    yield from islice((case for case in drawn if case is not None), number)


def _case(region: Region, place: str, what: tuple[str, Group], choice: Choice, seed: str) -> Case | None:
    """None where the place is not for such a view: there are no outlines, there is nothing to compare with."""
    selection = selected(region, what, choice, seed)
    if selection is None or (place == "clusters" and not selection.has_outlines):
        return None
    case = Case(place, selection, theme=_draw(seed, place, selection).choice(["light", "dark"]))
    kind = next((kind for kind in ComparedBy if place.endswith(f"compare-{kind}")), None)
    return case if kind is None else _compared(region, case, kind)


def _compared(region: Region, case: Case, kind: ComparedBy) -> Case | None:
    """With the usual on the left, or another that can stand there."""
    snapshot, selection = region.snapshot, comparable(case.selection)
    if kind is ComparedBy.DISTRICTS and len(selection.area) == len(snapshot.region):
        return None
    snapshots = region.snapshots
    others = [usual(kind, selection, snapshot, snapshots), *offered(kind, selection, snapshot, snapshots)]
    other = _draw(case.told).choice([others[0], *others])
    return replace(case, selection=selection, comparison=Comparison(kind, other)) if other else None
