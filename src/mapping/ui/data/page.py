"""Drop files, read what they came to, say what is not understood, see what would change, publish."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import streamlit as st

from mapping.access.audit import Act
from mapping.model import wording
from mapping.model.as_of import EARLIEST, latest
from mapping.model.locale import Lang, text
from mapping.model.markup import markup
from mapping.model.periods import Quarter
from mapping.model.problems import Refused
from mapping.model.settings import Publishing, settings
from mapping.publishing import (
    Base,
    Item,
    Preview,
    Proposal,
    Shelf,
    base_of,
    empty_base,
    examine_files,
    gather,
    keep_profiles,
    preview,
    profiles_of,
    propose,
    publish_seen,
    settled_codes,
)
from mapping.reading.files.apart import make_ready
from mapping.reading.messages import place
from mapping.reading.request import DEFAULT_TOLERANCE, Request
from mapping.reading.specification import message
from mapping.reading.tables.figures import Marks
from mapping.store import NoSnapshot, StoreError, current_id, read_manifest
from mapping.store.home import default_home
from mapping.ui.changes.change_table import show_change_rows
from mapping.ui.data.desk import show_desk, show_settled
from mapping.ui.data.event_questions import ANSWERS, answers_of, show_event_questions
from mapping.ui.data.naming import show_naming
from mapping.ui.data.published import show_published
from mapping.ui.data.questions import BLANKS, DECLINED, ask_questions, show_sums
from mapping.ui.data.report import headline, is_asking, needs_a_look, show_files, show_report
from mapping.ui.data.uploads import Upload, fingerprint, stored
from mapping.ui.panels import show_title
from mapping.ui.person import may_bring, may_publish, note
from mapping.ui.plain import as_text
from mapping.ui.state import Screen
from mapping.ui.visit import look_at
from mapping.views.difference import ChangeKind, with_names

_EXAMINED, _DRAFTED, _PUBLISHED, _ROUND = "data_examined", "data_drafted", "data_published", "data_round"
_PASSED_OVER = "data_passed_over"
_LARGEST = 20
_CHANGES = (
    ChangeKind.FIGURES,
    ChangeKind.POPULATION,
    ChangeKind.CATEGORIES,
    ChangeKind.AREAS_ADDED,
    ChangeKind.AREAS_GONE,
    ChangeKind.MEASURES_ADDED,
)


def show_data(lang: Lang, screen: Screen | None) -> None:
    """From dropped files to a published snapshot; nothing is published before the last button.

    `screen` is None where nothing is published yet.
    """
    show_title(text("data.title", lang), text("data.intro", lang))
    allowed = settings().publishing
    if allowed is Publishing.OFF:
        st.info(text("data.off", lang), icon=":material/block:")
        return
    if not may_bring():
        st.info(text("data.no_right", lang), icon=":material/block:")
        return
    if allowed is Publishing.CHECK:
        st.info(text("data.check_only", lang), icon=":material/visibility:")
    _tell_published(lang)
    key = f"data_files_{st.session_state.get(_ROUND, 0)}"
    make_ready()
    uploads = st.file_uploader(text("data.drop", lang), accept_multiple_files=True, key=key)
    shelf = profiles_of(default_home())
    options = _options(shelf, lang)
    for problem in shelf.problems:
        st.warning(f"{as_text(place(problem, lang))}: {as_text(message(problem, lang))}", icon=":material/description:")
    if allowed is Publishing.ON:
        show_settled(lang)
    if not uploads:
        st.session_state.pop(_DRAFTED, None)  # with it goes the snapshot staged for it
        if screen is not None:
            show_published(screen)
        return
    _show_steps(uploads, shelf, options, lang, can_keep=allowed is Publishing.ON)


def _show_steps(
    uploads: Sequence[Upload], shelf: Shelf, options: dict[str, Any], lang: Lang, *, can_keep: bool
) -> None:
    try:
        base = _base(options)
        items = _examined(uploads, base, shelf, options, lang)
    except Refused as refused:
        _tell(refused, lang)
        return
    except NoSnapshot as fault:
        st.error(fault.told(lang))
        return
    show_files(items, lang)
    if passed := st.session_state.get(_PASSED_OVER):
        st.caption(as_text(text("importing.passed_over", lang, names=", ".join(passed))))
    for item in items:
        with st.expander(headline(item, lang), expanded=needs_a_look(item.report)):
            if can_keep and is_asking(item.report):
                show_naming(item, base.tables["indicator"], lang)
                show_report(item, lang)
            else:
                show_report(item, lang)
                show_event_questions(item, lang)
                if can_keep:
                    show_naming(item, base.tables["indicator"], lang)
    if can_keep:
        show_desk(items, lang)
        _show_outcome(items, base, options, lang)


def _options(shelf: Shelf, lang: Lang) -> dict[str, Any]:
    as_of = st.date_input(
        text("data.as_of", lang),
        value=None,
        min_value=EARLIEST,
        max_value=latest(),
        key="data_as_of",
        width=300,
        format="DD.MM.YYYY",
    )
    with st.expander(text("data.options", lang)):
        left, middle, right = st.columns(3)
        names = ["", *(one.name for one in shelf.profiles)]
        profile = left.selectbox(
            text("data.profile", lang), names, key="data_profile",
            format_func=lambda name: name or text("naming.automatic", lang),
        )  # fmt: skip
        parent = middle.text_input(text("data.parent", lang), key="data_parent")
        real = left.toggle(text("data.real", lang), key="data_real")
        fresh = middle.toggle(text("data.fresh", lang), key="data_fresh")
        tolerance = right.number_input(
            text("data.tolerance", lang), min_value=0.0, value=DEFAULT_TOLERANCE, step=10.0, key="data_tolerance"
        )
    return {
        "profile": profile, "parent": parent.strip() or None, "as_of": as_of, "real": real, "fresh": fresh,
        "tolerance": tolerance,
    }  # fmt: skip


def _base(options: dict[str, Any]) -> Base:
    return empty_base() if options["fresh"] else base_of(default_home())


def _examined(uploads: Sequence[Upload], base: Base, shelf: Shelf, options: dict[str, Any], lang: Lang) -> list[Item]:
    """What the files came to; examined again only when a file, an option or an answer is another."""
    settled = settled_codes(default_home())
    key = (
        fingerprint(uploads),
        base.snapshot,
        str(options),
        str(sorted(settled.items())),
        shelf.profiles,
        str([st.session_state.get(answers) for answers in ANSWERS]),
        st.session_state.get(DECLINED, frozenset()),
    )
    kept = st.session_state.get(_EXAMINED)
    if kept and kept[0] == key:
        return list(kept[1])
    with stored(uploads) as paths:
        gathered = gather(paths)
        items = _examine(gathered.files, base, shelf, options, settled, lang)
        st.session_state[_PASSED_OVER] = [path.name for path in gathered.passed_over]
    st.session_state[_EXAMINED] = (key, items)
    st.session_state.pop(_DRAFTED, None)
    return items


def _examine(
    paths: Sequence[Path], base: Base, shelf: Shelf, options: dict[str, Any], settled: Mapping[str, str], lang: Lang
) -> list[Item]:
    """Look at every file, telling which one it is."""
    chosen = shelf.named(options["profile"])
    bar, read = st.progress(0.0), []

    def tell(path: Path) -> None:
        read.append(path)
        show()

    def show() -> None:
        """Show how far it is; where the visit is over or begins anew, Streamlit ends the work here."""
        shown = text("data.reading", lang, file=as_text(read[-1].name), number=len(read), of=len(paths))
        bar.progress((len(read) - 1) / len(paths), shown)

    request = Request(
        parent=options["parent"], tolerance=options["tolerance"], profile=chosen, profiles=shelf.profiles,
        settled=settled, as_of=options["as_of"], marks=Marks(declined=st.session_state.get(DECLINED, frozenset())),
    )  # fmt: skip
    constants = {path: answers_of(path.name) for path in paths}
    items = examine_files(paths, base, request, constants=constants, tell=tell, waiting=show)
    bar.empty()
    return items


def _show_outcome(items: Sequence[Item], base: Base, options: dict[str, Any], lang: Lang) -> None:
    """What would change, and the button; or why nothing can be published."""
    taken = [item for item in items if item.report.publishable]
    if len(taken) < len(items):
        st.warning(text("data.not_all" if taken else "data.none_accepted", lang))
        if not taken or not st.toggle(text("data.only_accepted", lang), key="data_only_accepted"):
            return
    try:
        made, seen = _drafted(taken, base, options, lang)
    except Refused as refused:
        _tell(refused, lang)
        return
    except NoSnapshot as fault:
        st.error(fault.told(lang))
        return
    st.html(markup('<div class="panel-title">{}</div>', text("importing.preview", lang)))
    left, right = st.columns(2)
    left.dataframe(_row_counts(seen, lang), hide_index=True)
    with right:
        _show_changes(seen, lang)
    _show_largest(seen, lang)
    show_sums(made, lang)
    agreed = ask_questions(made, lang) & _day_agreed(made, options["as_of"], lang)
    weight: Literal["primary", "secondary"] = "primary" if agreed else "secondary"
    if st.button(text("data.publish", lang), type=weight, key="data_publish", disabled=not agreed):
        _publish(made, seen, lang)


def _day_agreed(made: Proposal, chosen: date | None, lang: Lang) -> bool:
    """Whether somebody said of what day the figures are: chosen above, or that which is proposed agreed to."""
    if chosen is not None:
        return True
    day = wording.day(made.dataset.info.as_of, lang)
    return bool(st.checkbox(text("data.as_of_agree", lang, day=day), key="agree_as_of"))


def _tell(refused: Refused, lang: Lang) -> None:
    for problem in refused.problems[:50]:
        st.error(f"{as_text(place(problem, lang))}: {as_text(message(problem, lang))}")


def _row_counts(seen: Preview, lang: Lang) -> pd.DataFrame:
    """The tables in which anything changes, in words, with their rows before and after."""
    rows = [(text("importing.areas", lang), *seen.areas)]
    rows += [(text(f"importing.{name}", lang), *counts) for name, counts in seen.rows.items() if counts[0] or counts[1]]
    return pd.DataFrame(rows, columns=[text(f"importing.{one}", lang) for one in ("table", "before", "after")])


def _drafted(items: Sequence[Item], base: Base, options: dict[str, Any], lang: Lang) -> tuple[Proposal, Preview]:
    blanks = bool(st.session_state.get(BLANKS))
    names = ([item.path.name for item in items], blanks)
    kept = st.session_state.get(_DRAFTED)
    if kept is None or kept[0] != names:
        with st.spinner(text("data.comparing", lang)):
            real = False if options["real"] else None
            made = propose(items, base, as_of=options["as_of"], demonstration=real, replace_by_blank=blanks)
            kept = st.session_state[_DRAFTED] = (names, made, preview(made, default_home()))
    return kept[1], kept[2]


def _show_changes(seen: Preview, lang: Lang) -> None:
    if seen.difference is None:
        st.info(text("importing.nothing_published", lang))
        return
    counts = seen.difference.counts
    for kind in _CHANGES:
        st.write(f"{text(f'changes.{kind}', lang)}: **{wording.number(counts[kind], lang)}**")
    if seen.difference.periods_added:
        quarters = ", ".join(wording.quarter(Quarter.parse(one), lang) for one in seen.difference.periods_added)
        st.write(text("data.new_periods", lang, quarters=quarters))


def _show_largest(seen: Preview, lang: Lang) -> None:
    """The largest changes of every kind that has any: a figure that is ten times too large is seen before it is public."""
    if seen.difference is None:
        return
    for kind in (one for one in _CHANGES if seen.difference.counts[one]):
        frame = with_names(seen.difference, kind, lang).head(_LARGEST)
        more = wording.number(seen.difference.counts[kind], lang)
        with st.expander(f"{text(f'changes.{kind}', lang)}: {more}", expanded=kind is ChangeKind.FIGURES):
            show_change_rows(frame, kind, lang)
            if seen.difference.counts[kind] > _LARGEST:
                st.caption(text("data.largest", lang, count=_LARGEST, of=more))


def _publish(made: Proposal, seen: Preview, lang: Lang) -> None:
    """Publish over what the proposal was put over; another snapshot that became current meanwhile is told."""
    home, region = default_home(), made.dataset.info.region
    if not _may_replace(region):
        st.error(text("auth.refused", lang))
        return
    over = None if st.session_state.get("data_fresh") else made.base.snapshot
    try:
        with st.spinner(text("data.publishing", lang)):
            manifest = publish_seen(made, seen, home, over=over)
    except StoreError as fault:
        st.error(fault.told(lang))
        return
    note(Act.PUBLISHED, area=region, about=manifest.id)
    look_at(None)  # who published it knows that other figures come
    st.session_state[_PUBLISHED] = (manifest.id, wording.day(manifest.as_of, lang), _kept(made, home))
    for key in (_EXAMINED, _DRAFTED, *ANSWERS, DECLINED):
        st.session_state.pop(key, None)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1  # the files dropped are done with
    st.rerun()


def _may_replace(region: str) -> bool:
    """Whoever publishes another region takes away the one that is shown."""
    shown = current_id(default_home())
    return may_publish(region, *([read_manifest(default_home(), shown).region] if shown else []))


def _kept(made: Proposal, home: Path) -> list[str]:
    """The profiles kept; none where they could not be written: the publication stands without them."""
    try:
        return keep_profiles(home, made.items)
    except StoreError as fault:
        logging.getLogger("riskmap.ui").warning("profiles were not kept: %s", fault)
        return []


def _tell_published(lang: Lang) -> None:
    told = st.session_state.pop(_PUBLISHED, None)
    if told:
        st.success(text("importing.published", lang, id=told[0], as_of=told[1]), icon=":material/check_circle:")
        if told[2]:
            st.caption(text("data.kept", lang, names=", ".join(told[2])))
        st.page_link("pages/map.py", label=text("data.open_map", lang), icon=":material/map:")
