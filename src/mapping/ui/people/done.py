"""What was just done, or why not; and the link or token that is shown once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from mapping.access.errors import AccessRefused
from mapping.access.person import Person
from mapping.access.presence import presence
from mapping.model.locale import Lang
from mapping.store import StoreError
from mapping.store.sql import Database
from mapping.ui.person import doer
from mapping.ui.plain import as_text
from mapping.ui.state import Screen, query_lang

_SAID, _FAULT, _LINK = "people_said", "people_fault", "people_link"
Step = Callable[[Database, Person], Any]


def do(step: Step, said: str = "", **values: str) -> Any:
    """Do it with the rights of this moment; what came of it is told at the next drawing. None where it was refused."""
    st.session_state.pop(_LINK, None)
    base = presence().base
    presence().look()  # what another process withdrew a moment ago holds no more
    try:
        result = step(base, doer())
    except (AccessRefused, StoreError) as fault:
        st.session_state[_FAULT] = fault
        return None
    presence().look()
    if said:
        st.session_state[_SAID] = (said, values)
    return result if result is not None else True


def give_link(login: str, token: str) -> None:
    """Keep the link of an invitation until it was handed over."""
    give_secret(link_of(token), "people.link_once", login)


def give_secret(secret: str, key: str, login: str) -> None:
    """Keep what is to be handed over until it was, with the text `key` beside it; nowhere else is it."""
    st.session_state[_LINK] = (secret, key, login)


def show_done(screen: Screen) -> None:
    """Above the list: the outcome once, the link until it is hidden or something else is done."""
    if fault := st.session_state.pop(_FAULT, None):
        st.error(as_text(fault.told(screen.lang)), icon=":material/error:")
    if said := st.session_state.pop(_SAID, None):
        st.success(as_text(screen.text(said[0], **said[1])), icon=":material/check:")
    if given := st.session_state.get(_LINK):
        secret, key, login = given
        with st.container(border=True, key="people_link_box"):
            st.warning(as_text(screen.text(key, login=login)), icon=":material/key:")
            st.code(secret, language=None, wrap_lines=True)
            st.button(
                screen.text("people.hide_link"), key="people_hide", on_click=st.session_state.pop, args=(_LINK, None)
            )


def link_of(token: str, lang: Lang | None = None) -> str:
    """The whole address of an invitation, at the name under which this page is looked at."""
    here = st.context.url or ""
    scheme, _, rest = here.partition("://")
    base = f"{scheme}://{rest.partition('/')[0]}" if rest else ""
    return f"{base}/auth/invitation/{token}?lang={lang or query_lang()}"
