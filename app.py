"""The regional risk map: `streamlit run app.py` serves the pages and, beside them, what the map fetches."""

import streamlit as st

from mapping.locale import text
from mapping.ui.links import PAGES
from mapping.ui.state import query_lang
from mapping.web.routes import routes


def main() -> None:
    """The page list, and the page that the address names."""
    lang = query_lang()
    st.set_page_config(
        page_title=text("page.product", lang), page_icon=":material/map:", layout="wide", initial_sidebar_state="collapsed"
    )
    pages = [
        st.Page(script, title=text(f"page.{name}", lang), url_path="" if name == "map" else name, default=name == "map")
        for name, script in PAGES.items()
    ]
    st.navigation(pages, position="hidden").run()


app = st.App(__file__, routes=routes())

if __name__ == "__main__":
    main()
