"""Right tables in the forms that offices give them: what is taken adds up to what was put in, else a person is asked."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.fuzz.tables import reference, verdict

TABLES = 300


def test_sums_are_those_of_the_file_or_it_is_refused_or_asked_about(tmp_path: Path) -> None:
    known = reference()
    verdicts = [(number, *verdict(number, tmp_path, known)) for number in range(TABLES)]
    assert [one for one in verdicts if one[1] == "wrong"] == []
    counts = Counter(what for _, what, _ in verdicts)
    assert counts["taken"] > TABLES // 2  # refusing everything would be no reading
    assert counts["asked"] > TABLES // 10
