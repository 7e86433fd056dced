import alifbo
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.model.names import APOSTROPHES, SearchIndex, bare_name, fold, fold_all, latin

ROWS = [
    ("1710", "Qashqadaryo viloyati", "Қашқадарё вилояти", "Кашкадарьинская область"),
    ("1710207", "G‘uzor tumani", "Ғузор тумани", "Гузарский район"),
    ("1710212", "Dehqonobod tumani", "Деҳқонобод тумани", "Дехканабадский район"),
    ("1710220", "Qamashi tumani", "Қамаши тумани", "Камашинский район"),
    ("1710224", "Qarshi tumani", "Қарши тумани", "Каршинский район"),
    ("1710229", "Koson tumani", "Косон тумани", "Касанский район"),
    ("1710240", "Ko‘kdala tumani", "Кўкдала тумани", "Кукдалинский район"),
    ("1710242", "Chiroqchi tumani", "Чироқчи тумани", "Чиракчинский район"),
    ("1710245", "Shahrisabz tumani", "Шаҳрисабз тумани", "Шахрисабзский район"),
    ("1710250", "Yakkabog‘ tumani", "Яккабоғ тумани", "Яккабагский район"),
    ("1710401", "Qarshi shahri", "Қарши шаҳри", "город Карши"),
    ("1710224001", "Yangi hayot", "Янги ҳаёт", "Янги хаёт"),
    ("1710224002", "Ma’rifat", "Маърифат", "Маърифат"),
    ("1710229001", "Ma’rifat", "Маърифат", None),
]
AREAS = pd.DataFrame(ROWS, columns=["code", "name_uz_latn", "name_uz_cyrl", "name_ru"])
INDEX = SearchIndex.build(AREAS.sample(frac=1, random_state=1))


@pytest.mark.parametrize("mark", APOSTROPHES)
def test_every_apostrophe_folds_alike(mark):
    assert fold(f"G{mark}uzor") == fold("Ғузор") == "guzor"
    assert fold(f"Ma{mark}rifat") == fold("Маърифат") == "marifat"


@pytest.mark.parametrize("row", ROWS)
def test_latin_and_cyrillic_of_one_uzbek_name_have_one_key(row):
    assert fold(row[1]) == fold(row[2])


@pytest.mark.parametrize("row", ROWS)
def test_names_that_alifbo_holds_equal_have_one_key(row):
    if alifbo.fold_search_key(row[1]) == alifbo.fold_search_key(row[2]):
        assert fold(row[1]) == fold(row[2])
    assert fold(alifbo.normalize_apostrophes(row[1])) == fold(row[1])


def test_case_spacing_marks_and_composed_letters_do_not_matter():
    assert fold("  QARSHI-tumani ") == "karshi tumani"
    assert fold("Йўлдош") == fold("И\u0306у\u0306лдош") == "yoldosh"
    assert fold("") == fold("—") == ""


def test_latin_keeps_the_official_letters():
    assert latin("Қарши, Ҳаёт кўчаси") == "qarshi hayot kochasi"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        *[(q, "1710207") for q in ("g'uzor", "Gʻuzor", "Ғузор", "Гузар", "Гузор", "GUZOR tumani", "Гузарский")],
        *[(q, "1710224") for q in ("Qarshi tumani", "Каршинский", "Қарши ту", "1710224")],
        *[(q, "1710240") for q in ("Кукдала", "kokdala", "Ko`kdala", "кўкдала")],
        *[(q, "1710242") for q in ("Чиракчи", "chirokchi", "чироқчи")],
        *[(q, "1710245") for q in ("Шахрисабз", "Shaxrisabz", "shahrisabs")],
        *[(q, "1710212") for q in ("Дехканабад", "dexqonobod")],
        *[(q, "1710229") for q in ("Касан", "koson")],
        *[(q, "1710250") for q in ("яккабаг", "Yakkabogʼ")],
        ("hayot", "1710224001"),
    ],
)
def test_people_find_the_area_however_they_write_it(query, code):
    assert INDEX.find(query)[0] == code


@pytest.mark.parametrize("query", ["Qarshi", "Карши", "Қарши", "karshi"])
def test_qarshi_finds_both_the_city_and_the_district(query):
    assert set(INDEX.find(query)[:2]) == {"1710224", "1710401"}


def test_areas_of_one_name_are_all_found_in_the_order_of_their_codes():
    assert INDEX.find("ma'rifat")[:2] == ["1710224002", "1710229001"]


def test_a_code_finds_what_begins_with_it_wider_areas_first():
    assert INDEX.find("1710224") == ["1710224", "1710224001", "1710224002"]


def test_the_limit_holds_and_nothing_is_found_for_nothing():
    assert len(INDEX.find("a", limit=3)) == 3
    assert INDEX.find("  ") == INDEX.find("<script>") == INDEX.find("zzqqzz") == []


def test_a_district_goes_without_its_word_and_a_city_keeps_it():
    bare = {row[0]: [bare_name(name) for name in row[1:] if name] for row in ROWS}
    assert bare["1710224"] == ["Qarshi", "Қарши", "Каршинский"]
    assert bare["1710401"] == ["Qarshi shahri", "Қарши шаҳри", "город Карши"]
    assert bare["1710224001"] == ["Yangi hayot", "Янги ҳаёт", "Янги хаёт"]
    assert bare_name("Koson district") == "Koson"


@given(st.lists(st.text(max_size=30) | st.sampled_from([name for row in ROWS for name in row if name])))
def test_many_texts_folded_in_one_go_are_folded_as_each_alone(texts: list[str]) -> None:
    assert fold_all(texts) == [fold(one) for one in texts]
