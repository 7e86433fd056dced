"""The file of rules: the shipped one, a region's own, and what is said of one that cannot be followed."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapping.model.locale import Lang
from mapping.model.vocabulary import Category
from mapping.stats.categories import Bound, Condition, Figures, Measure
from mapping.stats.category_rules import RulesFault, read_rules

LAST = '[[rule]]\ncategory = "green"\n'


def written(folder: Path, words: str) -> Path:
    file = folder / "rules.toml"
    file.write_text(words, encoding="utf-8")
    return file


def test_the_shipped_rules_look_at_risk_and_certainty_and_at_nothing_raw() -> None:
    rules = read_rules()
    assert [rule.category for rule in rules.rules] == [Category.RED, Category.GREEN, Category.YELLOW]
    assert {condition.measure for _, _, condition in rules.thresholds()} == {Measure.RISK, Measure.PROBABILITY}


def test_a_file_of_ones_own_may_use_every_measure_and_two_bounds(tmp_path: Path) -> None:
    words = (
        'indicator = "crime_theft"\nfigures = "same_year"\n'
        '[[rule]]\ncategory = "yellow"\nrate = { at_least = 50, below = 80.5 }\ncount = { above = 2 }\n' + LAST
    )
    rules = read_rules(written(tmp_path, words))
    assert (rules.indicator, rules.figures) == ("crime_theft", Figures.SAME_YEAR)
    assert rules.rules[0].conditions == (
        Condition(Measure.COUNT, Bound.ABOVE, 2.0),
        Condition(Measure.RATE, Bound.AT_LEAST, 50.0),
        Condition(Measure.RATE, Bound.BELOW, 80.5),
    )


@pytest.mark.parametrize(
    ("words", "fault", "told"),
    [
        ("rule = [", "unreadable", "rules.toml"),
        ("", "empty", "rules.toml"),
        ("rule = 3", "empty", "rules.toml"),
        ("rule = [3]", "unknown", "3"),
        ("threshold = 3\n" + LAST, "unknown", "threshold"),
        ("indicator = 3\n" + LAST, "unknown", "indicator"),
        ('figures = "last"\n' + LAST, "unknown", "year_before"),
        ('[[rule]]\ncategory = "orange"\n', "unknown", "orange"),
        ("[[rule]]\n", "unknown", "red, yellow, green"),
        ('[[rule]]\ncategory = "red"\nrisks = { above = 1 }\n' + LAST, "unknown", "risks"),
        ('[[rule]]\ncategory = "red"\nrisk = 2\n' + LAST, "unknown", "at_least"),
        ('[[rule]]\ncategory = "red"\nrisk = {}\n' + LAST, "unknown", "at_least"),
        ('[[rule]]\ncategory = "red"\nrisk = { over = 2 }\n' + LAST, "unknown", "over"),
        ('[[rule]]\ncategory = "red"\nrisk = { above = "2" }\n' + LAST, "number", "2"),
        ('[[rule]]\ncategory = "red"\nrisk = { above = true }\n' + LAST, "number", "rule 1, risk, above"),
        ('[[rule]]\ncategory = "red"\nrisk = { above = nan }\n' + LAST, "number", "nan"),
        ('[[rule]]\ncategory = "red"\nrisk = { above = -1 }\n' + LAST, "number", "-1"),
        ('[[rule]]\ncategory = "red"\nprobability = { above = 80 }\n' + LAST, "number", "0–1"),
        ('[[rule]]\ncategory = "red"\nrisk = { above = 1 }\n', "last", "rule 1"),
        (LAST + LAST, "not_last", "rule 1"),
    ],
)
def test_what_cannot_be_followed_is_told_with_its_place(tmp_path: Path, words: str, fault: str, told: str) -> None:
    with pytest.raises(RulesFault) as found:
        read_rules(written(tmp_path, words))
    assert found.value.fault == fault
    assert all(told in found.value.told(lang) and "rules.toml" in found.value.told(lang) for lang in Lang)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RulesFault, match=r"nowhere\.toml"):
        read_rules(tmp_path / "nowhere.toml")
