"""People: who may sign in, what they may where, and what is done to their accounts."""

from __future__ import annotations

import streamlit as st

from mapping.access import managing
from mapping.access.accounts import Account
from mapping.access.presence import presence
from mapping.access.rights import Right
from mapping.model import wording
from mapping.model.markup import Markup, each, joined, markup
from mapping.model.names import latin
from mapping.model.settings import settings
from mapping.ui.links import along, page_path
from mapping.ui.panels import load_style, show_title
from mapping.ui.people.account import show_account
from mapping.ui.people.adding import show_adding
from mapping.ui.people.done import show_done
from mapping.ui.people.listed import show_list_bringing
from mapping.ui.people.words import moment, post_words, right_words, second_words, state_word
from mapping.ui.person import person
from mapping.ui.state import Screen

SHOWN = 100
_COLUMNS = ("name", "area", "state", "rights", "posts", "second_step", "seen")


def show_people(screen: Screen) -> dict[str, str]:
    """The accounts that the reader may know of, and the one that is chosen; gives back which, for the link."""
    load_style("people")
    show_title(screen.text("people.title"), screen.text("people.intro"))
    if not settings().asks_who_comes:
        st.info(screen.text("people.off"), icon=":material/info:")
        return {}
    if not person().may_somewhere(Right.ADMINISTER):
        st.info(screen.text("people.no_right_here"), icon=":material/block:")
        return {}
    show_done(screen)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="people_controls"):
        words = st.text_input(screen.text("people.find"), key="people_find")
        with_closed = st.toggle(screen.text("people.show_closed"), key="people_closed")
        show_adding(screen)
        show_list_bringing(screen)
    every = managing.listed(presence().base, person())
    found = [one for one in every if (with_closed or one.closed is None) and _fits(screen, one, words)]
    chosen = _chosen(every)
    if chosen is None:
        _show_table(screen, found, "")
        return {}
    with st.container(key="people_body"):
        left, right = st.columns([0.6, 0.4], gap="medium")
        with left:
            _show_table(screen, found, chosen.person.login)
        with right, st.container(key="people_account", border=True):
            show_account(screen, chosen)
    return {"who": chosen.person.login}


def _chosen(every: list[Account]) -> Account | None:
    wanted = st.query_params.get("who", "")
    return next((one for one in every if one.person.login == wanted), None)


def _fits(screen: Screen, account: Account, words: str) -> bool:
    """Whether each word stands in name, login or area, in whichever alphabet it was typed."""
    who = account.person
    where = latin(f"{who.name} {screen.area_name(who.area)}") + f" {who.login} {who.area}"
    return all(word.lower() in where or latin(word) in where for word in words.split())


def _show_table(screen: Screen, found: list[Account], chosen: str) -> None:
    count = screen.text("people.count", count=wording.number(len(found), screen.lang))
    if not found:
        st.html(markup('<p class="rest">{}</p>', screen.text("people.nobody")))
        return
    head = each("<th scope='col'>{}</th>", ((screen.text(f"people.{name}"),) for name in _COLUMNS))
    rows = joined(_row(screen, one, is_chosen=one.person.login == chosen) for one in found[:SHOWN])
    more = len(found) - SHOWN
    rest = screen.text("people.more", count=wording.number(more, screen.lang)) if more > 0 else ""
    st.html(
        markup(
            '<p class="rest">{}</p><div class="wide" tabindex="0" role="region" aria-label="{}"><table class="listing"><thead><tr>{}</tr>'
            '</thead><tbody>{}</tbody></table></div><p class="rest">{}</p>',
            count,
            screen.text("people.title"),
            head,
            rows,
            rest,
        )
    )


def _row(screen: Screen, account: Account, *, is_chosen: bool) -> Markup:
    who = account.person
    link = along(page_path("people"), {"who": who.login})
    here = Markup(' aria-current="true"') if is_chosen else Markup()
    name = markup('<a data-page="people" {}{}>{}</a><small>{}</small>', link, here, who.name, who.login)
    cells = [
        name,
        markup("{}<small>{}</small>", screen.area_name(who.area), who.area),
        state_word(screen, account),
        joined(markup("<div>{}</div>", words) for words in right_words(screen, who.grants)),
        joined(markup("<div>{}</div>", post_words(screen, post)) for post in sorted(who.posts)),
        second_words(screen, account),
        moment(screen, account.seen),
    ]
    return markup("<tr>{}</tr>", each("<td>{}</td>", ((cell,) for cell in cells)))
