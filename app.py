"""The regional risk map: `streamlit run app.py` serves the pages and, beside them, what the map fetches."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import quote

import streamlit as st
from starlette.middleware import Middleware
from streamlit.logger import set_log_level

from mapping.model.locale import text
from mapping.model.settings import settings, settings_or_exit
from mapping.ui.chrome import tell_fault
from mapping.ui.data.uploads import forget_all, forget_left_behind
from mapping.ui.links import PAGES, page_path, pages
from mapping.ui.state import query_lang
from mapping.web import logs, metrics
from mapping.web.bundle import Bundle
from mapping.web.connections import Patience
from mapping.web.door import Door
from mapping.web.faults import Faults
from mapping.web.guard import Guard
from mapping.web.headers import SafeHeaders
from mapping.web.host_config import HostConfig
from mapping.web.page import OwnPage
from mapping.web.routes import routes
from mapping.web.unknown import Unknown

# Drawn here: Streamlit fetches the icons of its own set from another host.
ICON = "data:image/svg+xml," + quote(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#c64a3a" d="M1 3l5-2v12l-5 2z"/>'
    '<path fill="#fbc86a" d="M6 1l4 2v12l-4-2z"/><path fill="#7a1f4b" d="M10 3l5-2v12l-5 2z"/></svg>'
)


def main() -> None:
    """The page list, and the page that the address names."""
    lang = query_lang()
    # The browser keeps the icon; Streamlit would look at it anew on every run.
    icon = None if st.session_state.get("icon_given") else ICON
    st.session_state["icon_given"] = True
    st.set_page_config(
        page_title=text("page.product", lang), page_icon=icon, layout="wide", initial_sidebar_state="collapsed"
    )
    with metrics.RUNS.time():
        st.navigation(pages(lang), position="hidden").run()


@asynccontextmanager
async def serving(_app: st.App) -> AsyncIterator[None]:
    """What holds for as long as the server runs: one log; and no file that was brought outlives it."""
    logs.begin(settings().log_level, settings().log_form)
    set_log_level(settings().log_level)  # of what Streamlit loads later
    forget_left_behind()
    with metrics.offered():
        try:
            yield
        finally:
            forget_all()


settings_or_exit()
app = st.App(
    __file__,
    routes=routes(),
    middleware=[
        Middleware(Patience),  # connections on which nothing moves end
        Middleware(metrics.Measured),  # refusals too
        Middleware(SafeHeaders),  # on every answer, refusals and faults too
        Middleware(Door),  # nothing further in sees what is not asked by our pages, under our names
        Middleware(Faults),  # what fails further in is logged and told
        Middleware(Guard),  # nothing further in is reached by one who is not signed in, or may not
        Middleware(Unknown, pages=map(page_path, PAGES)),  # what is nowhere is told, and not shown as a page
        Middleware(HostConfig),  # Streamlit’s page opens no dialogs of its own
        Middleware(OwnPage, pages=map(page_path, PAGES)),
        Middleware(Bundle),
    ],
    lifespan=serving,
    on_script_error=tell_fault,
)

if __name__ == "__main__":
    main()
