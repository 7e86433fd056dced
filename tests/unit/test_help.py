"""Help is there for every page, and the guided visit has five steps, in every language."""

from __future__ import annotations

import json

import pytest
from starlette.requests import Request

from mapping.model.locale import Lang
from mapping.ui.links import PAGES
from mapping.web.help import KEYS, widget_words
from mapping.web.routes import help_words

OWN_HELP = {"present"}  # a screen for a meeting, with a help of its own


def asked(lang: str) -> tuple[int, dict[str, dict[str, dict[str, str]]]]:
    """What the route answers: status and document."""
    answer = help_words(Request({"type": "http", "path_params": {"lang": lang}, "headers": []}))
    return answer.status_code, json.loads(answer.body) if answer.status_code == 200 else {}


@pytest.mark.parametrize("lang", list(Lang))
def test_every_page_has_help_in_every_language(lang: Lang) -> None:
    _, said = asked(lang)
    assert set(PAGES) - OWN_HELP <= set(said["pages"])
    assert all(page["shows"] and all(page["can"]) for page in said["pages"].values())
    assert [sign for sign, _ in said["keys"]] == list(KEYS)


@pytest.mark.parametrize("lang", list(Lang))
def test_the_guided_visit_has_five_steps(lang: Lang) -> None:
    steps = asked(lang)[1]["guide"]["steps"]
    assert [step["part"] for step in steps] == ["map", "choose", "place", "list", "pages"]
    assert all(step["title"] and step["text"] for step in steps)


def test_a_language_that_is_not_spoken_has_no_help() -> None:
    assert asked("tlh")[0] == 404


def test_widgets_are_told_by_what_the_library_writes() -> None:
    assert widget_words(Lang.RU)["{n}MB per file"] == "каждый файл до {n} МБ"
    assert all(form == words for form, words in widget_words(Lang.EN).items())
    for lang in Lang:
        assert all(("{n}" in form) == ("{n}" in words) for form, words in widget_words(lang).items())
