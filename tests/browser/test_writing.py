"""The browser writes numbers as the server does, to the last digit: the same rule for a half, the same signs."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from playwright.sync_api import Page

from mapping.model import wording
from mapping.model.locale import Lang

ASSETS = Path(__file__).resolve().parents[2] / "src" / "mapping" / "assets"
HALVES = [
    0.25,
    0.125,
    1.005,
    2.675,
    182.35,
    182.34865061998542,
    12.5,
    0.5,
    1.5,
    2.5,
    0.05,
    0.045,
    1234.5,
    99.95,
    1e-9,
    0.0,
]


def _numbers() -> list[float]:
    chance = random.Random(20261129)
    near = [round(chance.uniform(0, 10 ** chance.randint(0, 6)), chance.randint(0, 4)) for _ in range(600)]
    anything = [chance.uniform(-1, 1) * 10 ** chance.randint(-3, 9) for _ in range(600)]
    return [sign * number for number in (*HALVES, *near) for sign in (1, -1)] + anything


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("signed", [False, True])
@pytest.mark.parametrize("digits", [0, 1, 2, 3])
def test_numbers(page: Page, lang: Lang, digits: int, signed: bool) -> None:
    numbers = _numbers()
    written = _in_browser(page, "written", numbers, lang, {"digits": digits, "signed": signed})
    assert written == [wording.number(one, lang, digits=digits, signed=signed) for one in numbers]


@pytest.mark.parametrize("lang", list(Lang))
def test_chances(page: Page, lang: Lang) -> None:
    """Sent in hundredths, as `rounded` gives them."""
    chances = [place / 4000 for place in range(4001)]
    sent = wording.rounded(chances, 2).tolist()
    written = _in_browser(page, "share", sent, lang, {})
    assert written == [wording.share(one, lang) for one in chances]


@pytest.mark.parametrize("lang", list(Lang))
def test_what_is_rounded_already_stays(page: Page, lang: Lang) -> None:
    numbers = _numbers()
    for digits in (0, 1, 2, 3):
        sent = wording.rounded(numbers, digits).tolist()
        assert _in_browser(page, "written", sent, lang, {"digits": digits}) == [
            wording.number(one, lang, digits=digits) for one in numbers
        ]


def _in_browser(page: Page, write: str, numbers: list[float], lang: Lang, style: dict[str, object]) -> list[str]:
    page.goto("about:blank")
    plain = (ASSETS / "figures.js").read_text(encoding="utf-8").replace("export ", "")
    page.add_script_tag(content=f"{plain}\nglobalThis.writers = {{ written, share }};")
    script = "([write, numbers, locale, style]) => numbers.map((one) => writers[write](one, locale, style))"
    found: list[str] = page.evaluate(script, [write, numbers, wording.number_locale(lang), style])
    return found
