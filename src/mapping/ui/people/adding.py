"""A new account: who, where, what they may; then the link by which the password is set."""

from __future__ import annotations

import streamlit as st

from mapping.access import managing
from mapping.access.rights import Grant, Right
from mapping.ui.drawer import show_drawer
from mapping.ui.people.done import do, give_link
from mapping.ui.people.words import places
from mapping.ui.person import person
from mapping.ui.state import Screen

_FIELDS = ("add_login", "add_name", "add_second")


def show_adding(screen: Screen) -> None:
    """Behind a button: the form."""
    show_drawer(screen.text("people.add"), lambda: _show_form(screen), icon=":material/person_add:", key="people_add")


def _show_form(screen: Screen) -> None:
    by = person()
    where = places(screen, by)
    st.text_input(screen.text("people.name"), key="add_name", max_chars=200)
    st.text_input(
        screen.text("people.login"), key="add_login", max_chars=64, help=screen.text("people.login_help")
    )  # fmt: skip
    area = st.selectbox(
        screen.text("people.area"), list(where), key="add_area", format_func=lambda code: where.get(code, code),
        index=list(where).index(screen.selection.area) if screen.selection.area in where else 0,
    )  # fmt: skip
    givable = [what for what in Right if area and by.may_give(Grant(what, area))]
    st.pills(
        screen.text("people.add_rights"), givable, selection_mode="multi", key="add_rights",
        default=[one for one in (Right.VIEW, Right.REPORT) if one in givable],
        format_func=lambda what: screen.text(f"right.{what}"),
    )  # fmt: skip
    st.toggle(screen.text("people.require_second"), key="add_second")
    st.button(screen.text("people.add_button"), key="add_now", type="primary", on_click=_add)


def _add() -> None:
    given = st.session_state
    area, login = given["add_area"], given["add_login"]
    grants = [Grant(Right(what), area) for what in given["add_rights"]]
    token = do(
        lambda base, by: managing.add(
            base, by, login=login, name=given["add_name"], area=area, grants=grants, second_required=given["add_second"]
        )
    )
    if token:
        give_link(login.strip().lower(), token)
        for field in _FIELDS:
            given.pop(field, None)
