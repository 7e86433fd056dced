"""The rules, their texts and their specification are one: each rule has a section, its severity there, and four texts."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import mapping.publishing
import mapping.reading.events
import mapping.reading.examination  # noqa: F401 (both register their rules)
from mapping.model.locale import Lang, has_text
from mapping.model.locale.texts import catalogue
from mapping.model.problems import Problem
from mapping.reading.registry import Severity, sectioned
from mapping.reading.specification import STRICT_SECTIONS, message, section_of, severity_of

ROOT = Path(__file__).parents[2]
TEXTS = (ROOT / "src/mapping/model/locale/check.toml").read_text(encoding="utf-8")
SPECIFICATION = (ROOT / "docs" / "data-spec.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### (\d+\.\d+) [^\n]*\n(.*?)(?=^##|\Z)", SPECIFICATION, re.MULTILINE | re.DOTALL))
RULES = {rule: (check.section, check.severity) for rule, check in sectioned().items()}
RULES |= {rule: (section, Severity.MUST) for rule, section in STRICT_SECTIONS.items()}


@pytest.mark.parametrize("rule", RULES)
def test_the_section_of_a_rule_names_it_with_its_severity(rule: str) -> None:
    section, severity = RULES[rule]
    text = " ".join(SECTIONS[section].split())
    assert f"`{rule}`" in text
    before = text[: text.index(f"`{rule}`")]
    assert re.findall(r"MUST|ASK|SHOULD|INFO", before)[-1] == severity


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_its_text_in_four_languages(rule: str) -> None:
    key = f"check.{rule}" if has_text(f"check.{rule}") else f"rule.{rule}"
    assert set(catalogue()[key]) == set(Lang)


def test_every_text_and_every_rule_of_the_specification_is_one_of_a_rule() -> None:
    assert tomllib.loads(TEXTS)["check"].keys() <= RULES.keys()
    named = set(re.findall(r"(?:MUST|ASK|SHOULD|INFO) `(\w+)`", " ".join(SPECIFICATION.split())))
    assert named <= RULES.keys()


def test_problems_that_are_only_counted_mean_what_their_rule_does() -> None:
    counted = Problem("a.csv", "more", details={"rule": "zero_sudden", "more": "5"})
    assert (severity_of(counted), section_of(counted)) == (Severity.SHOULD, "6.6")
    assert "5" in message(counted, Lang.EN)


def test_a_code_among_the_details_is_told_in_words() -> None:
    problem = Problem("a.csv", "code_level", 2, "kod", "1710", {"level": "mahalla", "found": "region"})
    assert "махалля" in message(problem, Lang.RU)
