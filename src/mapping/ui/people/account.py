"""One account: its rights and posts, and what may be done to it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from mapping.access import managing
from mapping.access.accounts import Account
from mapping.access.person import NO_AGENCY, Person, Post
from mapping.access.rights import Grant, Right
from mapping.model.locale import name_column
from mapping.model.markup import markup
from mapping.model.vocabulary import SevenMember, TermKind
from mapping.ui.people.done import do, give_link
from mapping.ui.people.tokens import show_tokens
from mapping.ui.people.words import (
    grant_words,
    moment,
    places,
    post_words,
    second_words,
    state_word,
    term_name,
)
from mapping.ui.person import person
from mapping.ui.plain import as_text
from mapping.ui.state import Screen


def show_account(screen: Screen, account: Account) -> None:
    """Who it is; then rights, posts and acts, each offered only where it may be done."""
    who, by = account.person, person()
    _show_facts(screen, account)
    if account.closed is not None:
        return
    is_own_area = by.may(Right.ADMINISTER, who.area)
    if not is_own_area:
        st.caption(screen.text("people.elsewhere"))
    elif not by.may_manage(who):
        st.caption(screen.text("people.beyond"))
    if who.id == by.id:
        st.caption(screen.text("people.yourself"))
    _show_rights(screen, who, by, may_get_more=is_own_area)
    _show_posts(screen, who, by, may_get_more=is_own_area)
    if by.may_manage(who) and is_own_area:
        _show_acts(screen, account, is_self=who.id == by.id)
        show_tokens(screen, who)


def _show_facts(screen: Screen, account: Account) -> None:
    who = account.person
    facts = [
        f"{screen.area_name(who.area)} ({who.area})",
        state_word(screen, account),
        f"{screen.text('people.second_step')}: {second_words(screen, account)}",
        f"{screen.text('people.seen')}: {moment(screen, account.seen)}",
    ]
    st.html(
        markup(
            '<h2 class="account-name">{}<small>{}</small></h2><p class="rest">{}</p>',
            who.name,
            who.login,
            " · ".join(facts),
        )
    )


def _title(screen: Screen, key: str) -> None:
    st.html(markup('<h3 class="panel-title">{}</h3>', screen.text(f"people.{key}")))


def _show_rights(screen: Screen, who: Person, by: Person, *, may_get_more: bool) -> None:
    _title(screen, "rights")
    if not who.grants:
        st.caption(screen.text("people.no_rights_yet"))
    for grant in sorted(who.grants, key=lambda one: (one.area, list(Right).index(one.what))):
        with st.container(
            horizontal=True, vertical_alignment="center", gap="small", key=f"grant_{grant.what}_{grant.area}"
        ):
            st.html(markup('<span class="held">{}</span>', grant_words(screen, grant)), width="content")
            st.button(
                screen.text("people.withdraw"), key=f"withdraw_{grant.what}_{grant.area}", disabled=not by.may_give(grant),
                on_click=_withdraw, args=(who.login, grant),
            )  # fmt: skip
    offered = [what for what in Right if by.may_somewhere(what)] if may_get_more else []
    where = places(screen, by, who.area)
    if not offered or not where:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="give_right"):
        st.selectbox(
            screen.text("people.what"), offered, key="give_what", format_func=lambda what: screen.text(f"right.{what}"), width=170
        )  # fmt: skip
        st.selectbox(
            screen.text("people.where"), list(where), key="give_where", format_func=lambda code: where.get(code, code),
            index=list(where).index(who.area) if who.area in where else 0,
        )  # fmt: skip
        st.button(screen.text("people.give_right"), key="give_right_now", on_click=_give, args=(who.login,))


def _withdraw(login: str, grant: Grant) -> None:
    do(lambda base, by: managing.withdraw(base, by, login, grant), "people.withdrawn", login=login)


def _give(login: str) -> None:
    what, area = st.session_state["give_what"], st.session_state["give_where"]
    do(lambda base, by: managing.give(base, by, login, [Grant(Right(what), area)]), "people.granted", login=login)


def _show_posts(screen: Screen, who: Person, by: Person, *, may_get_more: bool) -> None:
    _title(screen, "posts")
    st.caption(screen.text("people.posts_note" if who.posts else "people.no_posts_yet"))
    for number, post in enumerate(sorted(who.posts)):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"post_{number}"):
            st.html(markup('<span class="held">{}</span>', post_words(screen, post)), width="content")
            st.button(
                screen.text("people.withdraw"), key=f"take_{number}", disabled=not by.may(Right.ADMINISTER, post.area),
                on_click=_take_post, args=(who.login, post),
            )  # fmt: skip
    where = places(screen, by, who.area)
    if may_get_more and where:
        _offer_posts(screen, who, where)


def _offer_posts(screen: Screen, who: Person, where: dict[str, str]) -> None:
    column = name_column(screen.lang)
    posts = [*screen.snapshot.terms(TermKind.POST)[column].index, *SevenMember]
    agencies = list(screen.snapshot.terms(TermKind.AGENCY)[column].index)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="give_post"):
        post = st.selectbox(
            screen.text("people.post"), posts, key="post_what", format_func=partial(term_name, screen, TermKind.POST)
        )  # fmt: skip
        if post not in list(SevenMember):
            st.selectbox(
                screen.text("people.agency"), agencies, key="post_agency", format_func=partial(term_name, screen, TermKind.AGENCY)
            )  # fmt: skip
        st.selectbox(
            screen.text("people.where"), list(where), key="post_where", format_func=lambda code: where.get(code, code),
            index=list(where).index(who.area) if who.area in where else 0,
        )  # fmt: skip
        st.button(screen.text("people.give_post"), key="give_post_now", on_click=_give_post, args=(who.login,))


def _give_post(login: str) -> None:
    post = str(st.session_state["post_what"])
    agency = NO_AGENCY if post in list(SevenMember) else str(st.session_state["post_agency"])
    given = Post(st.session_state["post_where"], agency, post)
    do(lambda base, by: managing.give_posts(base, by, login, [given]), "people.post_given", login=login)


def _take_post(login: str, post: Post) -> None:
    do(lambda base, by: managing.take_post(base, by, login, post), "people.post_taken", login=login)


def _show_acts(screen: Screen, account: Account, *, is_self: bool) -> None:
    login = account.person.login
    _title(screen, "do")
    st.session_state["require_second"] = account.second_required
    st.toggle(
        screen.text("people.require_second"), key="require_second", on_change=_require_second, args=(login,)
    )  # fmt: skip
    with st.container(horizontal=True, gap="small", key="account_acts"):
        st.button(
            screen.text("people.invite"), key="invite", help=screen.text("people.invite_help"), on_click=_invite, args=(login,)
        )  # fmt: skip
        st.button(screen.text("people.sign_out_everywhere"), key="sign_out", on_click=_sign_out, args=(login,))
        if account.subject:
            st.button(
                screen.text("people.unpin"), key="unpin", help=screen.text("people.unpin_help"), on_click=_unpin, args=(login,)
            )  # fmt: skip
        if st.button(screen.text("people.close"), key="close", disabled=is_self):
            _ask_to_close(screen, account.person)


def _require_second(login: str) -> None:
    wanted = bool(st.session_state["require_second"])
    said = "people.second_now_required" if wanted else "people.second_now_not_required"
    do(lambda base, by: managing.require_second(base, by, login, is_required=wanted), said, login=login)


def _invite(login: str) -> None:
    token = do(lambda base, by: managing.invite(base, by, login))
    if token:
        give_link(login, token)


def _sign_out(login: str) -> None:
    do(lambda base, by: managing.sign_out_everywhere(base, by, login), "people.signed_out", login=login)


def _unpin(login: str) -> None:
    do(lambda base, by: managing.unpin(base, by, login), "people.unpinned", login=login)


def _close(login: str) -> None:
    do(lambda base, by: managing.close(base, by, login), "people.closed_now", login=login)


def _ask_to_close(screen: Screen, who: Person) -> None:
    """It is for good: asked once more."""

    @st.dialog(screen.text("people.close"))
    def ask() -> None:
        st.write(as_text(screen.text("people.close_sure", name=who.name, login=who.login)))
        with st.container(horizontal=True, gap="small"):
            answers = [
                st.button(screen.text("people.close_yes"), key="close_yes", type="primary", on_click=_close, args=(who.login,)),
                st.button(screen.text("people.close_no"), key="close_no"),
            ]  # fmt: skip
        if any(answers):
            st.rerun()  # closes the dialog

    ask()
