"""What stands in a select box: no two options look alike, since the browser sends back what they look like."""

from __future__ import annotations

import pandas as pd
import pytest

from mapping.model.kinds import FileKind
from mapping.model.locale import Lang, name_column, text
from mapping.model.vocabulary import Group
from mapping.ui.controls import distinct_labels
from mapping.ui.data.naming import _options


def test_options_of_the_same_words_carry_their_codes() -> None:
    words = {"": "All", "all": "All", "p1": "Prosecutor", "p2": "Prosecutor", "p3": "Hokim"}
    labels = distinct_labels(list(words), words.__getitem__)
    assert labels == {"": "All", "all": "All (all)", "p1": "Prosecutor (p1)", "p2": "Prosecutor (p2)", "p3": "Hokim"}


@pytest.mark.parametrize("lang", list(Lang))
def test_no_filter_is_not_worded_like_a_group(lang: Lang) -> None:
    assert text("measure.any", lang) not in {text(f"group.{group}", lang) for group in Group}


@pytest.mark.parametrize("lang", list(Lang))
@pytest.mark.parametrize("kind", [kind for kind in FileKind if kind.table is not None])
def test_no_two_meanings_of_a_column_look_alike(kind: FileKind, lang: Lang) -> None:
    """Also where two indicators share a name: a column would be read as the other one."""
    names = [name_column(one) for one in Lang]
    indicators = pd.DataFrame([{"code": code, **dict.fromkeys(names, "Theft")} for code in ("theft", "theft_old")])
    options = _options(kind, indicators, lang)
    assert len(set(options.values())) == len(options)
