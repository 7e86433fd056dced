"""Tokens of an account, by which other systems ask in its place."""

from __future__ import annotations

import streamlit as st

from mapping.access import api_tokens
from mapping.access.person import Person
from mapping.access.presence import presence
from mapping.model.markup import markup
from mapping.ui.people.done import do, give_secret
from mapping.ui.people.words import moment
from mapping.ui.state import Screen
from mapping.views.map.addresses import API


def show_tokens(screen: Screen, who: Person) -> None:
    """Those that there are, each with its button; and a new one, which is shown once."""
    st.html(markup('<h3 class="panel-title">{}</h3>', screen.text("people.tokens")))
    st.caption(screen.text("people.tokens_note"))
    words = screen.text("people.tokens_page")
    st.html(
        markup(
            '<p class="rest"><a href="{}?lang={}" target="_blank" rel="noopener">{}</a></p>', API, screen.lang, words
        )
    )
    with presence().base.reading() as connection:
        known = api_tokens.listed(connection, who.id)
    for one in known:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"token_{one.id}"):
            ends, seen = moment(screen, one.ends), moment(screen, one.seen)
            told = screen.text("people.token_line", name=one.name, ends=ends, seen=seen)
            st.html(markup('<span class="held">{}</span>', told), width="content")
            st.button(
                screen.text("people.withdraw"), key=f"take_token_{one.id}", on_click=_withdraw, args=(who.login, one.id)
            )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="make_token"):
        st.text_input(screen.text("people.token_name"), key="token_name", max_chars=api_tokens.LONGEST_NAME)
        st.number_input(
            screen.text("people.token_days"), 1, api_tokens.MOST_DAYS, api_tokens.DAYS, key="token_days", width=130
        )
        st.button(screen.text("people.token_make"), key="token_make", on_click=_make, args=(who.login,))


def _make(login: str) -> None:
    name, days = str(st.session_state["token_name"]), int(st.session_state["token_days"])
    made = do(lambda base, by: api_tokens.make(base, by, login, name=name, days=days))
    if made:
        give_secret(made, "people.token_once", login)
        st.session_state["token_name"] = ""


def _withdraw(login: str, token: str) -> None:
    do(lambda base, by: api_tokens.withdraw(base, by, login, token), "people.token_taken", login=login)
