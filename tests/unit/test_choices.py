"""What stands in a select box: no two options look alike, since the browser sends back what they look like."""

from __future__ import annotations

import pytest

from mapping.locale import Lang, text
from mapping.model.vocabulary import Group
from mapping.ui.controls import distinct_labels


def test_options_of_the_same_words_carry_their_codes() -> None:
    words = {"": "All", "all": "All", "p1": "Prosecutor", "p2": "Prosecutor", "p3": "Hokim"}
    labels = distinct_labels(list(words), words.__getitem__)
    assert labels == {"": "All", "all": "All (all)", "p1": "Prosecutor (p1)", "p2": "Prosecutor (p2)", "p3": "Hokim"}


@pytest.mark.parametrize("lang", list(Lang))
def test_no_filter_is_not_worded_like_a_group(lang: Lang) -> None:
    assert text("measure.any", lang) not in {text(f"group.{group}", lang) for group in Group}
