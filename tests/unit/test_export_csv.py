import csv
import io
import re
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.export.columns import closed_list, header_of, words_of
from mapping.export.csv import file_name, harmless, to_csv
from mapping.measures.progress import State
from mapping.model.levels import Level
from mapping.model.locale import Lang
from mapping.model.locale.texts import catalogue
from mapping.model.schemas import MEASURE
from mapping.model.vocabulary import Category, Group, MeasureStatus, SevenMember
from mapping.stats.change import Change

FRAME = pd.DataFrame(
    {
        "code": ["1710207001", "0010"],
        "name": ['G‘uzor; "A", B', "two\nlines"],
        "count": [4.0, np.nan],
        "rate": [-3.5, 1 / 3],
        "deadline": pd.to_datetime(["2025-12-31", None]),
        "days": pd.array([0, None], dtype="Int64"),
        "red": [True, False],
    }
)


def read(data, separator):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator))


def test_bytes_begin_with_a_bom_and_lines_end_with_crlf():
    data = to_csv(FRAME[["code"]], separator=";")
    assert data == b"\xef\xbb\xbfcode\r\n1710207001\r\n0010\r\n"


def test_semicolon_goes_with_a_decimal_comma_and_comma_with_a_point():
    assert read(to_csv(FRAME, separator=";"), ";")[1][2:] == ["4", "-3,5", "2025-12-31", "0", "1"]
    assert read(to_csv(FRAME, separator=","), ",")[1][2:] == ["4", "-3.5", "2025-12-31", "0", "1"]


def test_missing_is_empty_and_zero_is_zero():
    assert read(to_csv(FRAME, separator=";"), ";")[2] == ["0010", "two\nlines", "", "0,3333333333333333", "", "", "0"]


@pytest.mark.parametrize(("separator", "decimal"), [(";", ","), (",", ".")])
def test_pandas_reads_the_same_table_back(separator, decimal):
    data = to_csv(FRAME, separator=separator)
    back = pd.read_csv(
        io.BytesIO(data), sep=separator, decimal=decimal, dtype={"code": str, "days": "Int64"}, parse_dates=["deadline"]
    ).astype({"red": bool})
    pd.testing.assert_frame_equal(back, FRAME, check_dtype=False)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "'=1"])
def test_a_text_that_a_spreadsheet_would_calculate_is_made_harmless(text):
    frame = pd.DataFrame({text: [text], "n": [-1]})
    assert read(to_csv(frame, separator=",", extra={"x": text}), ",") == [
        ["'" + text, "n", "x"],
        ["'" + text, "-1", "'" + text],
    ]


@settings(max_examples=150)
@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8), min_size=1),
    st.sampled_from([";", ","]),
)
def test_any_text_reads_back(texts, separator):
    frame = pd.DataFrame({"a": texts, "b": texts}, dtype="object")
    for text, line in zip(texts, read(to_csv(frame, separator=separator), separator)[1:], strict=True):
        assert line == [harmless(text)] * 2
        assert text == (line[0][1:] if re.match(r"'+[=+\-@\t\r\n＝＋－＠]", line[0]) else line[0])
        assert not line[0].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_words_replace_codes_of_closed_lists_only_when_asked():
    frame = pd.DataFrame({"state": ["overdue", None], "target_group": ["youth", "other"]})
    assert read(to_csv(frame, separator=","), ",")[1] == ["overdue", "youth"]
    in_russian = to_csv(frame, separator=",", header=header_of(frame, Lang.RU), words=words_of(frame, Lang.RU))
    assert read(in_russian, ",") == [["Состояние", "На кого направлена"], ["просрочено", "Молодёжь"], ["", "other"]]


def test_constant_columns_stand_last_and_take_header_words():
    data = to_csv(FRAME[["code"]], separator=",", header={"period": "Davr"}, extra={"period": "2025Q4"})
    assert read(data, ",") == [["code", "Davr"], ["1710207001", "2025Q4"], ["0010", "2025Q4"]]


def test_an_empty_table_has_its_header():
    assert read(to_csv(FRAME.iloc[:0], separator=",", extra={"period": "2025"}), ",") == [[*FRAME.columns, "period"]]


def test_mixed_and_infinite_values():
    frame = pd.DataFrame({"a": pd.Series([1, 2.5, date(2025, 1, 2), None, "x"], dtype="object"), "b": [np.inf] * 5})
    assert [line[0] for line in read(to_csv(frame, separator=";"), ";")] == ["a", "1", "2,5", "2025-01-02", "", "x"]
    assert read(to_csv(frame, separator=";"), ";")[1][1] == "inf"


def test_a_column_twice_and_another_separator_are_refused():
    with pytest.raises(ValueError, match="code"):
        to_csv(FRAME, separator=";", extra={"code": "x"})
    with pytest.raises(ValueError, match="separator"):
        to_csv(FRAME, separator="|")


def test_file_names_are_plain_ascii():
    day = date(2026, 1, 12)
    assert file_name(area="Ғузор тумани", indicator="crime_total", period="2025Q4-4", day=day) == (
        "guzor-tumani_crime-total_2025Q4-4_2026-01-12.csv"
    )
    assert file_name(area="../../etc", indicator="", period="2025/Q4", day=day) == "etc_2025Q4_2026-01-12.csv"


def test_every_column_of_a_measure_and_every_closed_list_has_words_in_four_languages():
    for lang in Lang:
        assert set(header_of(MEASURE.names, lang)) == set(MEASURE.names)
        lists = {"level": Level, "group": Group, "category": Category, "seven_member": SevenMember}
        for name, codes in (lists | {"status": MeasureStatus, "state": State}).items():
            assert set(closed_list(name, lang)) == {str(code) for code in codes}
        assert set(closed_list("change", lang)) == {str(label) for label in Change} - {""}
    for key, words in catalogue().items():
        if key.startswith(("column.", "value.")):
            assert {str(lang) for lang in Lang} <= set(words), key
            assert not set("'ʻʼ`") & set("".join(words.values())), key


def test_columns_have_distinct_headers_in_every_language():
    columns = [key for key in catalogue() if key.startswith("column.")]
    for lang in Lang:
        words = [catalogue()[key][lang] for key in columns]
        assert {w for w in words if words.count(w) > 1} == set()
