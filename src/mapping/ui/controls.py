"""The controls above the map. Each shows the selection and changes one field of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial
from html import escape
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mapping import wording
from mapping.locale import name_column
from mapping.maps.view import has_fixed_classes
from mapping.model.periods import Period, Span, periods
from mapping.model.selection import MAX_CLASSES, MIN_CLASSES, ClassRule, Selection, Value
from mapping.model.vocabulary import TermKind
from mapping.ui.drawer import show_drawer
from mapping.ui.state import Screen, change, transit

PREVIOUS, NEXT = "period_previous", "period_next"
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


def controls_row() -> DeltaGenerator:
    """The row that controls stand in."""
    return st.container(horizontal=True, key="controls", vertical_alignment="bottom", gap="small")


def show_controls(screen: Screen) -> None:
    """What, when, how, for the row; the rarer ones behind a button."""
    selection = screen.selection
    if selection.value.is_execution and selection.classes is not ClassRule.CATEGORY:
        _show_narrowing(screen)
    else:
        show_indicator(screen)
    show_period(screen)
    _show_shown(screen)
    show_drawer(screen.text("control.more"), partial(_show_rarer, screen), width="stretch", key="c_more")


def show_what_and_when(screen: Screen) -> None:
    """What is counted, whose, and in which period: for pages that always show the same of it."""
    with controls_row():
        show_indicator(screen)
        show_period(screen)


def show_indicator(screen: Screen) -> None:
    """What is counted, and whose."""
    selection, snapshot = screen.selection, screen.snapshot
    choose(
        screen.text("control.indicator"), list(snapshot.indicators.index), selection.indicator,
        key="w_indicator", words=screen.indicator_name, then=lambda code: transit(lambda s: _with_indicator(screen, s, code)),
    )  # fmt: skip
    groups = snapshot.groups(selection.indicator)
    if len(groups) > 1:
        choose(
            screen.text("control.group"), groups, selection.group, key="w_group",
            words=lambda group: screen.text(f"group.{group}"), then=lambda group: change(group=group),
        )  # fmt: skip


def _show_narrowing(screen: Screen) -> None:
    """Whose measures are counted: of a sector, of an agency."""
    for name, kind in (("sector", TermKind.SECTOR), ("agency", TermKind.AGENCY)):
        names = screen.snapshot.terms(kind)[name_column(screen.lang)]
        choose(
            screen.text(f"measure.{name}"), ["", *names.index], getattr(screen.selection, name), key=f"w_{name}",
            words=partial(_narrowing_word, screen, {str(code): str(name) for code, name in names.items()}), then=partial(_narrow, name),
        )  # fmt: skip


def _narrowing_word(screen: Screen, names: Mapping[str, str], code: str) -> str:
    return names[code] if code else screen.text("measure.any")


def _narrow(name: str, code: str) -> None:
    change(**{name: code})


def _show_shown(screen: Screen) -> None:
    """What the map shows: risk, rate and count a click away, the other views in a list."""
    shown = screen.selection.shown
    st.session_state["w_value"] = shown if shown in PLAIN else None
    st.segmented_control(
        screen.text("control.show"), PLAIN, key="w_value", format_func=lambda value: screen.text(f"short.{value}"),
        on_change=lambda: _show(st.session_state["w_value"]),
    )  # fmt: skip
    st.session_state["w_other"] = None if shown in PLAIN else shown
    st.selectbox(
        screen.text("control.other"), OTHER, key="w_other", format_func=lambda value: shown_word(screen, value),
        on_change=lambda: _show(st.session_state["w_other"]), placeholder=screen.text("control.choose"), filter_mode=None,
    )  # fmt: skip


def _show(what: str | None) -> None:
    """Show something else; a press on what is shown already changes nothing."""
    if what:
        transit(lambda selection: selection.showing(what))


def shown_word(screen: Screen, what: str) -> str:
    """What the map shows, by its code (`Selection.shown`), in words."""
    return screen.text("category.title" if what == ClassRule.CATEGORY else f"value.{what}")


def _with_indicator(screen: Screen, selection: Selection, code: str) -> Selection:
    """Another indicator; a group that it does not have becomes the first it has."""
    groups = screen.snapshot.groups(code)
    group = selection.group if selection.group in groups else groups[0]
    return replace(selection, indicator=code, group=group)


def show_period(screen: Screen) -> None:
    """How long, and when, with a step to either side."""
    selection = screen.selection
    offered = periods(screen.snapshot.quarters, selection.period.span)
    beside = periods_beside(screen)
    show_span(screen)
    with st.container(key="c_period", horizontal=True, vertical_alignment="bottom", gap=None):
        _step(screen.text("control.previous"), "◀", beside.get(PREVIOUS), key=PREVIOUS)
        choose(
            screen.text("control.period"), offered[::-1], selection.period, key="w_period",
            words=lambda period: wording.period(period, screen.lang), then=lambda period: change(period=period),
        )  # fmt: skip
        _step(screen.text("control.next"), "▶", beside.get(NEXT), key=NEXT)


def show_span(screen: Screen) -> None:
    """How long a period lasts; the one shown becomes the nearest of that length."""
    selection, quarters = screen.selection, screen.snapshot.quarters
    spans = [span for span in Span if periods(quarters, span)]
    choose(
        screen.text("control.span"), spans, selection.period.span, key="w_span",
        words=lambda span: screen.text(f"span.{span}"), then=lambda span: change(period=_nearest(periods(quarters, span), selection.period)),
    )  # fmt: skip


def periods_beside(screen: Screen) -> dict[str, Period]:
    """The periods before and after the selected one, where there are such, by the key of their button."""
    offered = periods(screen.snapshot.quarters, screen.selection.period.span)
    place = offered.index(screen.selection.period)
    beside = {PREVIOUS: place - 1, NEXT: place + 1}
    return {key: offered[seat] for key, seat in beside.items() if 0 <= seat < len(offered)}


def _step(label: str, sign: str, to: Period | None, *, key: str) -> None:
    st.button(sign, key=key, help=label, disabled=to is None, on_click=change, kwargs={"period": to}, width="content")


def _nearest(offered: Sequence[Period], to: Period) -> Period:
    """The offered period that ends last, but not after the one shown; else the first."""
    before = [period for period in offered if period.last <= to.last]
    return before[-1] if before else offered[0]


def _show_rarer(screen: Screen) -> None:
    selection = screen.selection
    by_kind = selection.classes is ClassRule.CATEGORY or selection.value.is_finding
    if not by_kind:
        choose(
            screen.text("control.classes"), SCHEMES, selection.classes, key="w_classes",
            words=lambda rule: screen.text(f"classes.{rule}"), then=lambda rule: change(classes=rule),
        )  # fmt: skip
        st.session_state["w_k"] = selection.k
        st.slider(
            screen.text("control.k"), MIN_CLASSES, MAX_CLASSES, key="w_k",
            disabled=has_fixed_classes(selection), on_change=lambda: change(k=st.session_state["w_k"]),
        )  # fmt: skip
    st.session_state["w_locked"] = selection.locked
    st.toggle(
        screen.text("control.locked"), key="w_locked", on_change=lambda: change(locked=st.session_state["w_locked"])
    )
    _show_theme_switch(screen)


def _show_theme_switch(screen: Screen) -> None:
    """A link to the same view on a light or a dark ground.

    Streamlit chooses its theme when a page loads, and takes it from `embed_options` in the address, which it
    then keeps there; a script cannot change it.
    """
    other = "light" if screen.theme == "dark" else "dark"
    query = urlencode({**screen.selection.to_query(), "embed_options": f"{other}_theme"})
    st.html(
        f'<a class="theme-switch" href="?{escape(query)}" target="_self">{escape(screen.text(f"control.{other}"))}</a>'
    )


def patience(screen: Screen) -> AbstractContextManager[object]:
    """A word to the reader while clusters are searched for, which may take seconds; nothing for other views."""
    searching = screen.selection.shown == Value.CLUSTERS
    return st.spinner(screen.text("map.searching")) if searching else nullcontext()


def show_layer_switch(screen: Screen) -> None:
    """All mahallas of the region at once or districts first; and whether what chance explains is drawn faint."""
    selection = screen.selection
    st.session_state["w_all"] = selection.all_mahallas
    st.toggle(
        screen.text("control.all_mahallas"),
        key="w_all",
        on_change=lambda: change(all_mahallas=st.session_state["w_all"]),
    )
    st.session_state["w_certainty"] = selection.certainty
    st.toggle(
        screen.text("control.certainty"),
        key="w_certainty",
        disabled=not selection.has_certainty,
        on_change=lambda: change(certainty=st.session_state["w_certainty"]),
    )
