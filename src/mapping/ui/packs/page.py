"""Files to take away from the view looked at: an area's pack in several formats, or those of all its districts."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace

import streamlit as st

from mapping.export.packs.bundle import Bundle, bundle
from mapping.export.packs.formats import FORMATS
from mapping.export.packs.picture import map_png
from mapping.export.packs.view_facts import view_of
from mapping.model import wording
from mapping.model.levels import Level, level_of
from mapping.model.locale import Lang, text
from mapping.model.markup import Markup
from mapping.model.selection import Selection
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.ui.controls import show_what_and_when
from mapping.ui.panels import show_title
from mapping.ui.state import Screen

MADE = "pack_made"
_PREVIEW_DPI = 72
PREVIEW = Markup(
    '<figure class="preview"><img src="data:image/png;base64,{}" alt="{}"><figcaption>{}</figcaption></figure>'
)
Asked = tuple[str, tuple[str, ...], tuple[str, ...], Lang]


def show_packs(screen: Screen) -> None:
    """What to pack, a button that makes it with a progress bar, and a button that saves it."""
    area = screen.selection.area
    show_what_and_when(screen)
    show_title(screen.text("packs.title", area=screen.area_name(area)), screen.text("packs.note"))
    choice, preview = st.columns([5, 6], gap="medium")
    with choice, st.container(key="packs_choice"):
        formats = st.pills(
            screen.text("packs.formats"), list(FORMATS), selection_mode="multi", default=["html"], key="packs_formats",
            format_func=lambda name: screen.text(f"packs.format_{name}"),
        )  # fmt: skip
        areas = _areas(screen)
        lang = st.selectbox(
            screen.text("packs.lang"), list(Lang), index=list(Lang).index(screen.lang), key="packs_lang",
            format_func=lambda one: text(f"language.{one}", one), width=300,
        ) or screen.lang  # fmt: skip
        asked: Asked = (str(screen.selection.to_query()), tuple(areas), tuple(formats), lang)
        if st.button(
            screen.text("packs.make"), type="primary", disabled=not formats, key="packs_make",
            help=None if formats else screen.text("packs.choose"),
        ):  # fmt: skip
            st.session_state[MADE] = (asked, _made(screen, areas, formats, lang))
        _show_made(screen, asked)
    with preview:
        caption = screen.text("packs.preview") if len(areas) == 1 else screen.text("packs.preview_first")
        drawn = b64encode(_preview(screen.snapshot, view_of(screen.selection, areas[0], lang))).decode()
        st.html(PREVIEW.format(drawn, caption, caption))


@kept(most=16)
def _preview(snapshot: Snapshot, selection: Selection) -> bytes:
    """The map as the files show it, small: PNG."""
    return map_png(snapshot, selection, selection.lang, dpi=_PREVIEW_DPI)


def _areas(screen: Screen) -> list[str]:
    """The area looked at, or all districts of the region it is."""
    area = screen.selection.area
    if level_of(area) is not Level.REGION:
        return [area]
    every = st.toggle(screen.text("packs.every_district"), key="packs_every")
    return screen.snapshot.children(area).index.tolist() if every else [area]


def _made(screen: Screen, areas: list[str], formats: list[str], lang: Lang) -> Bundle:
    words = screen.text("packs.making")
    bar = st.progress(0.0, text=words)

    def tell(done: int, of: int) -> None:
        bar.progress(done / of, text=f"{words} {done}/{of}")

    selection = replace(screen.selection, lang=lang)
    made = bundle(
        screen.snapshot, selection, areas, formats, lang,
        tell,
    )  # fmt: skip
    bar.empty()
    return made


def _show_made(screen: Screen, asked: Asked) -> None:
    """The button that saves what was made; what was made for another choice is not offered."""
    of, made = st.session_state.get(MADE, (None, None))
    if made is None or of != asked:
        return
    size = wording.number(len(made.content) / 1e6, screen.lang, digits=2)
    st.success(screen.text("packs.ready", name=made.name, size=size), icon=":material/check:")
    st.download_button(
        screen.text("packs.save"), made.content, file_name=made.name, mime=made.media_type, key="packs_save",
        on_click="ignore", icon=":material/download:",
    )  # fmt: skip
