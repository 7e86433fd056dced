"""The book: who did what, when and from where, with filters, and as a file."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pandas as pd
import streamlit as st

from mapping.access import accounts, audit
from mapping.access.audit import Act, Entry, Wanted
from mapping.access.presence import presence
from mapping.access.rights import Right
from mapping.access.told import Names, about_said, names_of, who_said
from mapping.export.csv import to_csv
from mapping.live.decisions.journal import read_journal
from mapping.model import wording
from mapping.model.clock import HERE
from mapping.model.markup import each, markup
from mapping.model.settings import settings
from mapping.store.home import default_home
from mapping.ui.panels import load_style, show_title
from mapping.ui.person import person
from mapping.ui.state import Screen

SHOWN = 100
MOST_IN_FILE = 100_000
_COLUMNS = ("when", "who", "from", "act", "area", "about")
_PAGE, _ASKED = "audit_page", "audit_asked"


def show_audit(screen: Screen) -> None:
    """The lines that the reader may see, the last first."""
    load_style("people")
    show_title(screen.text("audit.title"), screen.text("audit.intro"))
    if not settings().asks_who_comes:
        st.info(screen.text("audit.off"), icon=":material/info:")
        return
    if not person().may_somewhere(Right.AUDIT):
        st.info(screen.text("audit.no_right_here"), icon=":material/block:")
        return
    wanted = _wanted(screen)
    if st.session_state.get(_ASKED) != wanted:  # another filter begins with the last lines
        st.session_state[_ASKED], st.session_state[_PAGE] = wanted, 0
    page: int = st.session_state[_PAGE]
    with presence().base.reading() as connection:
        count = audit.counted(connection, wanted)
        lines = audit.entries(connection, most=SHOWN, wanted=wanted, skip=page * SHOWN)
    _show_lines(screen, lines, count, page)
    _show_ways_on(screen, count, page)
    st.download_button(
        screen.text("audit.csv"), data=lambda: _file(screen, wanted), file_name=f"audit_{date.today().isoformat()}.csv",
        mime="text/csv", key="audit_csv", on_click="ignore", icon=":material/download:",
    )  # fmt: skip


def _wanted(screen: Screen) -> Wanted:
    """What the filters say, within the areas whose book the reader may see."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="audit_filters"):
        acts = st.multiselect(
            screen.text("audit.acts"), list(Act), key="audit_acts", format_func=lambda act: screen.text(f"audit.act_{act}"),
            placeholder="",
        )  # fmt: skip
        words = st.text_input(screen.text("audit.words"), key="audit_words")
        since = st.date_input(screen.text("audit.since"), value=None, key="audit_since", format="DD.MM.YYYY", width=150)
        until = st.date_input(screen.text("audit.until"), value=None, key="audit_until", format="DD.MM.YYYY", width=150)
    return Wanted(
        acts=frozenset(acts), words=words, since=_midnight(since), until=_midnight(until and until + timedelta(days=1)),
        areas=person().areas(Right.AUDIT),
    )  # fmt: skip


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), HERE) if day else None


def _names(screen: Screen) -> Names:
    with presence().base.reading() as connection:
        people = accounts.names_by_login(connection)
    return names_of(screen.snapshot, people, read_journal(default_home()).texts, screen.lang)


def _cells(screen: Screen, line: Entry, names: Names) -> tuple[str, ...]:
    return (
        wording.moment(line.time, screen.lang),
        who_said(line, screen.lang),
        line.peer,
        screen.text(f"audit.act_{line.act}"),
        screen.area_name(line.area) if line.area else "",
        about_said(line, screen.lang, names),
    )


def _show_lines(screen: Screen, lines: list[Entry], count: int, page: int) -> None:
    months = settings().audit_months
    kept = screen.text("audit.kept_months", months=months) if months else screen.text("audit.kept_forever")
    if not lines:
        st.html(markup('<p class="rest">{} {}</p>', screen.text("audit.nothing"), kept))
        return
    first = page * SHOWN + 1
    span = f"{wording.number(first, screen.lang)}–{wording.number(first + len(lines) - 1, screen.lang)}"
    shown = screen.text("audit.shown", shown=span, count=wording.number(count, screen.lang))
    names = _names(screen)
    head = each("<th scope='col'>{}</th>", ((screen.text(f"audit.{name}"),) for name in _COLUMNS))
    rows = each(
        "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
        (_cells(screen, line, names) for line in lines),
    )
    st.html(
        markup(
            '<p class="rest">{} · {}</p><div class="wide" tabindex="0" role="region" aria-label="{}"><table class="listing book"><thead><tr>'
            "{}</tr></thead><tbody>{}</tbody></table></div>",
            shown,
            kept,
            screen.text("audit.title"),
            head,
            rows,
        )
    )


def _show_ways_on(screen: Screen, count: int, page: int) -> None:
    if count <= SHOWN:
        return
    with st.container(horizontal=True, gap="small", key="audit_ways"):
        st.button(screen.text("audit.later"), key="audit_later", disabled=page == 0, on_click=_turn, args=(-1,))
        is_last = (page + 1) * SHOWN >= count
        st.button(screen.text("audit.earlier"), key="audit_earlier", disabled=is_last, on_click=_turn, args=(1,))


def _turn(pages: int) -> None:
    st.session_state[_PAGE] = max(0, st.session_state.get(_PAGE, 0) + pages)


def _file(screen: Screen, wanted: Wanted) -> bytes:
    """The lines that the filters let through, at most the last hundred thousand."""
    with presence().base.reading() as connection:
        lines = audit.entries(connection, most=MOST_IN_FILE, wanted=wanted)
    names = _names(screen)
    frame = pd.DataFrame([_cells(screen, line, names) for line in lines], columns=list(_COLUMNS))
    return to_csv(frame, separator=";", header={name: screen.text(f"audit.{name}") for name in _COLUMNS})
