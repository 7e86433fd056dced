"""The controls above the map. Each shows the selection and changes one field of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from mapping.model import wording
from mapping.model.locale import name_column
from mapping.model.periods import Period, Span, nearest, periods
from mapping.model.selection import MAX_CLASSES, MIN_CLASSES, SILENT_AFTER, ClassRule, Selection, Value
from mapping.model.vocabulary import Group, TermKind
from mapping.ui.row import Control, show_row
from mapping.ui.state import Screen, change, transit
from mapping.views.map.titles import value_word
from mapping.views.map.view import has_fixed_classes

KEY = "controls"
PERIOD = "period"
PLAIN = [str(value) for value in (Value.RISK, Value.RATE, Value.COUNT)]
OTHER = [*(str(value) for value in Value if str(value) not in PLAIN), str(ClassRule.CATEGORY)]
SCHEMES = [rule for rule in ClassRule if rule is not ClassRule.CATEGORY]


def choose(
    label: str,
    options: Sequence[Any],
    chosen: Any,
    *,
    key: str,
    words: Callable[[Any], str],
    then: Callable[[Any], None],
) -> None:
    """A select box that always shows `chosen` and hands a new choice to `then`."""
    st.session_state[key] = chosen
    st.selectbox(
        label, options, key=key, format_func=distinct_labels(options, words).__getitem__,
        on_change=lambda: then(st.session_state[key]), filter_mode=None,
    )  # fmt: skip


def distinct_labels(options: Sequence[Any], words: Callable[[Any], str]) -> dict[Any, str]:
    """The label of each option; those whose words are the same carry their code too.

    The browser sends an option's label back, not the option: two of one label would be taken for each other.
    """
    labels = {option: words(option) for option in options}
    often = Counter(labels.values())
    return {option: f"{label} ({option})" if option and often[label] > 1 else label for option, label in labels.items()}


def show_controls(screen: Screen) -> None:
    """What, when, how; the rarer ones behind a button."""
    show_row(KEY, _controls(screen))


def show_what_and_when(screen: Screen) -> None:
    """What is counted, whose, and in which period: for pages that always show the same of it."""
    show_row(KEY, [*what_counted(screen), *when(screen)])


def _controls(screen: Screen) -> Iterable[Control]:
    selection = screen.selection
    if selection.tells_measures:
        yield from _narrowing(screen)
        if selection.value is Value.SILENT:
            yield from _days(screen)
    else:
        yield from what_counted(screen)
    yield from when(screen)
    yield from _what_shown(screen)
    yield Control("more", "drawer", screen.text("control.more"), within=tuple(_rarer(screen)))


def what_counted(screen: Screen) -> Iterable[Control]:
    """What is counted, and whose."""
    selection, snapshot = screen.selection, screen.snapshot
    yield Control(
        "indicator", "list", screen.text("control.indicator"), selection.indicator,
        distinct_labels(list(snapshot.indicators.index), screen.indicator_name),
        then=lambda code: transit(lambda selection: _with_indicator(screen, selection, code)),
    )  # fmt: skip
    groups = snapshot.groups(selection.indicator)
    if len(groups) > 1:
        yield Control(
            "group", "list", screen.text("control.group"), selection.group,
            {group: screen.text(f"group.{group}") for group in groups}, then=lambda group: change(group=Group(group)),
        )  # fmt: skip


def _narrowing(screen: Screen) -> Iterable[Control]:
    """Whose measures are counted: of a sector, of an agency."""
    for name, kind in (("sector", TermKind.SECTOR), ("agency", TermKind.AGENCY)):
        names = screen.snapshot.terms(kind)[name_column(screen.lang)].to_dict()
        words = {"": screen.text("measure.any"), **names}
        yield Control(
            name, "list", screen.text(f"measure.{name}"), getattr(screen.selection, name),
            distinct_labels(list(words), words.__getitem__), then=partial(_narrow, name),
        )  # fmt: skip


def _days(screen: Screen) -> Iterable[Control]:
    """For how many days nothing was reported of the measures that are counted."""
    yield Control(
        "silent", "list", screen.text("measure.silent"), str(screen.selection.silent),
        {str(days): screen.text("work.silent_for", days=days) for days in SILENT_AFTER}, then=lambda days: change(silent=int(days)),
    )  # fmt: skip


def _narrow(name: str, code: str) -> None:
    change(**{name: code})


def _what_shown(screen: Screen) -> Iterable[Control]:
    """What the map shows: risk, rate and count a click away, the other views in a list."""
    shown = screen.selection.shown
    yield Control(
        "shown", "buttons", screen.text("control.show"), shown if shown in PLAIN else None,
        {value: screen.text(f"short.{value}") for value in PLAIN}, then=_show,
    )  # fmt: skip
    yield Control(
        "other", "list", screen.text("control.other"), None if shown in PLAIN else shown,
        {value: shown_word(screen, value) for value in OTHER}, nothing=screen.text("control.choose"), then=_show,
    )  # fmt: skip


def _show(what: str) -> None:
    transit(lambda selection: selection.showing(what))


def shown_word(screen: Screen, what: str) -> str:
    """What the map shows, by its code (`Selection.shown`), in words."""
    return value_word(what, screen.lang)


def _with_indicator(screen: Screen, selection: Selection, code: str) -> Selection:
    """Another indicator; a group that it does not have becomes the first it has."""
    groups = screen.snapshot.groups(code)
    group = selection.group if selection.group in groups else groups[0]
    return replace(selection, indicator=code, group=group)


def when(screen: Screen) -> Iterable[Control]:
    """How long, and when, with a step to either side."""
    yield how_long(screen)
    offered = periods(screen.snapshot.quarters, screen.selection.period.span)
    yield Control(
        PERIOD, "steps", screen.text("control.period"), str(screen.selection.period),
        {str(period): wording.period(period, screen.lang) for period in offered[::-1]},
        aside={"next": screen.text("control.next"), "previous": screen.text("control.previous")},
        then=lambda period: change(period=Period.parse(period)),
    )  # fmt: skip


def how_long(screen: Screen) -> Control:
    """How long a period lasts; the one shown becomes the nearest of that length."""
    selection, quarters = screen.selection, screen.snapshot.quarters
    return Control(
        "span", "list", screen.text("control.span"), selection.period.span,
        {span: screen.text(f"span.{span}") for span in Span if periods(quarters, span)},
        then=lambda span: change(period=nearest(periods(quarters, Span(span)), selection.period)),
    )  # fmt: skip


def periods_beside(screen: Screen) -> dict[str, Period]:
    """The periods before and after the selected one, where there are such, by the name of their button."""
    offered = periods(screen.snapshot.quarters, screen.selection.period.span)
    place = offered.index(screen.selection.period)
    beside = {f"{PERIOD}_previous": place - 1, f"{PERIOD}_next": place + 1}
    return {name: offered[seat] for name, seat in beside.items() if 0 <= seat < len(offered)}


def _rarer(screen: Screen) -> Iterable[Control]:
    selection = screen.selection
    by_kind = selection.classes is ClassRule.CATEGORY or selection.value.is_finding
    if not by_kind:
        yield Control(
            "classes", "list", screen.text("control.classes"), selection.classes,
            {rule: screen.text(f"classes.{rule}") for rule in SCHEMES}, then=lambda rule: change(classes=ClassRule(rule)),
        )  # fmt: skip
        if not has_fixed_classes(selection):
            numbers = {str(k): str(k) for k in range(MIN_CLASSES, MAX_CLASSES + 1)}
            yield Control(
                "k", "buttons", screen.text("control.k"), str(selection.k), numbers, then=lambda k: change(k=int(k))
            )
    yield Control(
        "locked", "switch", screen.text("control.locked"), selection.locked, then=lambda is_on: change(locked=is_on)
    )
    other = "light" if screen.theme == "dark" else "dark"
    # Streamlit chooses its theme when a page loads, and takes it from `embed_options` in the address; a script cannot change it.
    yield Control("theme", "link", screen.text(f"control.{other}"), f"embed_options={other}_theme")


def patience(screen: Screen) -> AbstractContextManager[object]:
    """A word to the reader while clusters are searched for, which may take seconds; nothing for other views."""
    selection = screen.selection
    searching = selection.value.is_cluster and selection.classes is not ClassRule.CATEGORY
    return st.spinner(screen.text("map.searching")) if searching else nullcontext()


def show_layer_switch(screen: Screen) -> None:
    """All mahallas of the region at once or districts first; and whether what chance explains is drawn faint."""
    selection = screen.selection
    show_row(
        "layers",
        [
            Control(
                "all_mahallas", "switch", screen.text("control.all_mahallas"), selection.all_mahallas,
                then=lambda is_on: change(all_mahallas=is_on),
            ),
            Control(
                "certainty", "switch", screen.text("control.certainty"), selection.certainty,
                disabled=not selection.has_certainty, then=lambda is_on: change(certainty=is_on),
            ),
        ],
    )  # fmt: skip
