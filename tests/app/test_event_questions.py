"""The page's questions about events: what is answered stands in the request the next time the file is looked at."""

from __future__ import annotations

import json

from streamlit.testing.v1 import AppTest

from mapping.model.locale import Lang, text


def asked() -> None:
    from pathlib import Path  # noqa: PLC0415 (the script of the page)

    import streamlit as st  # noqa: PLC0415

    from mapping.model.locale import Lang  # noqa: PLC0415
    from mapping.model.problems import Problem  # noqa: PLC0415
    from mapping.publishing import Item  # noqa: PLC0415
    from mapping.reading.report import Report  # noqa: PLC0415
    from mapping.ui.data.event_questions import answers_of, show_event_questions  # noqa: PLC0415

    rules = ("events_quarter_open", "events_day_order", "events_projection", "events_ids_repeat")
    problems = [Problem("a.csv", rule, value="2025Q4") for rule in rules]
    show_event_questions(Item(Path("a.csv"), Report("events", 1, problems), None), Lang.EN)
    st.json(answers_of("a.csv"))


def test_quarters_and_order_are_asked_and_kept() -> None:
    app = AppTest.from_function(asked, default_timeout=30).run()
    app.text_input[0].input("2025Q1-2025Q4")
    app.button[0].click().run()
    app.radio[0].set_value("month_first")
    app.button[1].click().run()
    assert json.loads(app.json[0].value) == {"period": "2025Q1-2025Q4", "dates": "month_first"}


def test_what_is_no_period_is_told_and_not_kept() -> None:
    app = AppTest.from_function(asked, default_timeout=30).run()
    app.text_input[0].input("soon")
    app.button[0].click().run()
    assert [one.value for one in app.error] == [text("check.events_period_form", Lang.EN, value="soon")]
    assert app.json[0].value == "{}"


def test_projection_and_rows_with_one_id_are_asked_and_kept() -> None:
    app = AppTest.from_function(asked, default_timeout=30).run()
    app.text_input[1].input("somewhere")
    app.button[2].click().run()
    assert [one.value for one in app.error] == [text("data.events_no_projection", Lang.EN, value="somewhere")]
    app.text_input[1].input("EPSG:32642")
    app.button[2].click().run()
    app.button[3].click().run()
    assert json.loads(app.json[0].value) == {"projection": "EPSG:32642", "every_row": "1"}
