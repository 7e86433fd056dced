"""Names of rows and names of areas: what is not surely the same is not matched."""

from __future__ import annotations

import pandas as pd
import pytest

from mapping.model.levels import Level
from mapping.model.names import fold
from mapping.reading.matching.match import match_areas
from mapping.reading.matching.reference import Reference

DISTRICT = "9910201"


def reference(*names: str) -> Reference:
    """A district with mahallas of these names."""
    codes = [DISTRICT, *(f"{DISTRICT}{number:03d}" for number in range(1, len(names) + 1))]
    frame = pd.DataFrame(
        {"code": codes, "parent": ["9910", *[DISTRICT] * len(names)], "name_uz_latn": ["Tuman", *names]}
    )
    frame["level"] = ["district", *["mahalla"] * len(names)]
    return Reference({}, {}).with_areas(frame.assign(name_uz_cyrl="", name_ru="", name_en=""))


def matched(known: Reference, *names: str) -> list[str]:
    return match_areas(
        known, [""] * len(names), [(name,) for name in names], level=Level.MAHALLA, parent=DISTRICT
    ).codes


@pytest.mark.parametrize(
    ("one", "other"), [("가동", "마동"), ("Көл", "Күл"), ("कील", "कुल"), ("東町", "西町"), ("Ωmega", "Omega")]
)
def test_names_that_differ_in_a_letter_are_two(one: str, other: str) -> None:
    assert fold(one) != fold(other) != ""
    assert matched(reference(one), other, one) == ["", f"{DISTRICT}001"]


@pytest.mark.parametrize("nothing", ["—", "…", "「」", "!!!"])
def test_what_has_no_letters_names_nothing(nothing: str) -> None:
    assert matched(reference(nothing, "—"), nothing) == [""]


@pytest.mark.parametrize(
    "wider", ["Oltinsoy tumani", "Олтинсой тумани", "Oltinsoy district", "Oltinsoy sh.", "Oltinsoy viloyati"]
)
def test_a_kind_word_of_another_level_is_no_mahalla(wider: str) -> None:
    assert matched(reference("Oltinsoy"), wider) == [""]


@pytest.mark.parametrize("written", ["Oltinsoy", "Oltinsoy MFY", "Олтинсой маҳалласи"])
def test_its_own_kind_word_is_taken_away(written: str) -> None:
    assert matched(reference("Oltinsoy"), written) == [f"{DISTRICT}001"]
