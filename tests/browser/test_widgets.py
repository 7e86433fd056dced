"""The library's own controls speak the reader's language, and what comes from data is left as it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from mapping.model.locale import Lang, text
from tests.browser.conftest import settled


@pytest.mark.parametrize("lang", [Lang.UZ, Lang.UZ_CYRL, Lang.RU])
def test_the_library_s_controls_speak_the_reader_s_language(server: str, page: Page, lang: Lang) -> None:
    page.goto(f"{server}/data?lang={lang}")
    settled(page)
    dropzone = page.get_by_test_id("stFileUploaderDropzone")
    expect(dropzone).to_contain_text(text("widget.upload", lang))
    expect(dropzone).to_contain_text(text("widget.upload_size", lang, n=200))
    expect(dropzone).not_to_contain_text("Upload")
    expect(dropzone).not_to_contain_text("per file")


def test_another_language_is_spoken_at_once_and_english_again(server: str, page: Page) -> None:
    page.goto(f"{server}/data?lang=ru")
    settled(page)
    dropzone = page.get_by_test_id("stFileUploaderDropzone")
    expect(dropzone).to_contain_text("Выбрать файлы")
    for lang, words in ((Lang.UZ, "Fayl tanlash"), (Lang.EN, "Upload")):
        page.locator(".head select.lang").select_option(str(lang))
        expect(dropzone).to_contain_text(words)


def test_names_from_data_are_never_taken_for_a_control_s(server: str, page: Page) -> None:
    page.goto(f"{server}/measures?area=1710&lang=ru")
    settled(page)
    page.evaluate(
        "() => { const ours = document.querySelector('.tally'); const name = document.createElement('b'); name.textContent = 'Upload'; ours.append(name); }"
    )
    page.wait_for_timeout(300)
    expect(page.locator(".tally b", has_text="Upload")).to_have_count(1)
