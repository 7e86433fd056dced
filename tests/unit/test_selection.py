"""One view as a link and back, what a link may leave out or get wrong, and the steps between areas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.model.levels import Level
from mapping.model.locale import Lang
from mapping.model.periods import Period, Quarter, Span, periods
from mapping.model.selection import (
    MAX_CLASSES,
    MIN_CLASSES,
    ClassRule,
    Fallback,
    Selection,
    Value,
    default_selection,
    fitting,
    from_query,
)
from mapping.model.vocabulary import Group

AREAS = ("1710", "1710207", "1710212", "1710207001", "1710212004")
GROUPS = {"crime_total": list(Group), "solved": [Group.ALL], "crime_theft": [Group.ALL, Group.YOUTH], "fraud": []}


@dataclass(frozen=True)
class SmallOffer:
    """Five areas, four indicators (one with every group, one without rows), and six quarters with one missing between."""

    id: str = "20260115-1d9bb945"
    seq: int = 0
    region: str = "1710"
    quarters: Sequence[Quarter] = tuple(Quarter(2024, 1).shift(step) for step in (0, 1, 2, 3, 4, 6))
    codes: Sequence[str] = tuple(GROUPS)
    known: Sequence[str] = AREAS

    @property
    def areas(self) -> pd.DataFrame:
        return pd.DataFrame({"name_en": self.known}, index=pd.Index(self.known, name="code"))

    @property
    def indicators(self) -> pd.DataFrame:
        return pd.DataFrame({"name_en": self.codes}, index=pd.Index(self.codes, name="code"))

    has_population: bool = True
    silent: Sequence[str] = ()

    def groups(self, indicator: str) -> Sequence[Group]:
        return GROUPS[indicator]

    def quarters_told(self, indicator: str) -> Sequence[Quarter]:
        return () if indicator in self.silent else self.quarters


def test_the_first_view_is_of_figures_that_are_there() -> None:
    """The indicators without figures are passed over, and without people cases are counted."""
    start = default_selection(SmallOffer(silent=("crime_total",), has_population=False))
    assert (start.indicator, start.value) == ("solved", Value.COUNT)
    nothing = default_selection(SmallOffer(silent=tuple(GROUPS)))
    assert nothing.indicator == "crime_total"


OFFER = SmallOffer()
START = default_selection(OFFER)
SELECTIONS = st.sampled_from(list(GROUPS)).flatmap(
    lambda indicator: st.builds(
        Selection,
        area=st.sampled_from(AREAS),
        indicator=st.just(indicator),
        period=st.sampled_from(periods(OFFER.quarters)),
        value=st.sampled_from(Value),
        group=st.sampled_from(GROUPS[indicator] or [Group.ALL]),
        classes=st.sampled_from(ClassRule),
        k=st.integers(MIN_CLASSES, MAX_CLASSES),
        locked=st.booleans(),
        all_mahallas=st.booleans(),
        certainty=st.booleans(),
        snapshot=st.sampled_from([None, OFFER.id]),
        lang=st.sampled_from(Lang),
    )
)


@given(SELECTIONS)
def test_a_selection_read_back_from_its_link_is_itself(selection: Selection) -> None:
    assert from_query(selection.to_query(), OFFER) == (selection, [])


@given(SELECTIONS, SELECTIONS)
def test_two_views_never_share_a_link(one: Selection, other: Selection) -> None:
    assert (one.to_query() == other.to_query()) == (one == other)


@given(SELECTIONS, st.sets(st.sampled_from([field.name for field in fields(Selection)])))
def test_what_a_link_leaves_out_is_the_default(selection: Selection, left_out: set[str]) -> None:
    named = {"locked": "scale", "all_mahallas": "level"}  # a switch is named by what it stands for
    absent = {named.get(field, field) for field in left_out}
    if "indicator" in absent:  # another indicator has other groups
        absent.add("group")
    found, fallbacks = from_query({k: v for k, v in selection.to_query().items() if k not in absent}, OFFER)
    kept = {field.name for field in fields(Selection) if named.get(field.name, field.name) not in absent}
    assert fallbacks == []
    for field in fields(Selection):
        wanted = selection if field.name in kept else START
        assert getattr(found, field.name) == getattr(wanted, field.name), field.name


def test_a_snapshot_that_is_gone_is_told_and_the_view_stays() -> None:
    wanted = replace(START, area="1710207", snapshot="20250101-00000000")
    found, fallbacks = from_query(wanted.to_query(), OFFER)
    assert found == replace(wanted, snapshot=None)
    assert fallbacks == [Fallback("snapshot", "20250101-00000000", OFFER.id)]


def test_the_link_of_a_known_view() -> None:
    view = Selection("1710207", "solved", Period.parse("2024"), Value.CHANGE, locked=True, certainty=False)
    assert view.to_query() == {
        "area": "1710207",
        "indicator": "solved",
        "period": "2024",
        "value": "change",
        "group": "all",
        "classes": "usual",
        "k": "5",
        "level": "mahalla",
        "scale": "locked",
        "certainty": "off",
        "lang": "uz",
    }


def test_an_empty_link_shows_the_smoothed_risk_of_all_mahallas_over_the_last_four_quarters() -> None:
    found, fallbacks = from_query({}, OFFER)
    assert fallbacks == []
    assert (found.value, found.drawn_level, found.certainty) == (Value.RISK, Level.MAHALLA, True)
    assert found == START == Selection("1710", "crime_total", Period.parse("2025Q1-4"))


def test_parameters_of_others_are_passed_over() -> None:
    assert from_query({"utm_source": "x", "m_state": "overdue"}, OFFER) == (START, [])


@pytest.mark.parametrize(
    ("parameter", "given_value", "used"),
    [
        ("area", "1710999", "1710"),
        ("area", "", "1710"),
        ("indicator", "none", "crime_total"),
        ("period", "2025Q2", "2025Q1-4"),  # the quarter without figures
        ("period", "2025", "2025Q1-4"),
        ("period", "soon", "2025Q1-4"),
        ("value", "RATE", "risk"),
        ("group", "men", "all"),
        ("classes", "jenks", "usual"),
        ("k", "2", "5"),
        ("k", "8", "5"),
        ("k", "5.0", "5"),
        ("k", "five", "5"),
        ("scale", "yes", "-"),
        ("level", "region", "-"),
        ("certainty", "maybe", "-"),
        ("lang", "uz-latn", "uz"),
    ],
)
def test_an_unknown_value_falls_back_and_is_told(parameter: str, given_value: str, used: str) -> None:
    found, fallbacks = from_query({parameter: given_value}, OFFER)
    assert found == START
    assert fallbacks == [Fallback(parameter, given_value, used)]


def test_a_link_wrong_in_everything_has_a_notice_for_each_parameter() -> None:
    parameters = {*START.to_query(), "scale", "certainty"}
    found, fallbacks = from_query(dict.fromkeys(parameters, "?"), OFFER)
    assert found == START
    assert {one.parameter for one in fallbacks} == parameters
    assert len(fallbacks) == len(parameters)


def test_a_group_that_the_chosen_indicator_lacks_falls_back_and_the_indicator_stays() -> None:
    found, fallbacks = from_query({"indicator": "solved", "group": "youth"}, OFFER)
    assert (found.indicator, found.group) == ("solved", Group.ALL)
    assert fallbacks == [Fallback("group", "youth", "all")]


@given(st.dictionaries(st.sampled_from(sorted({*START.to_query(), "scale", "certainty"})), st.text(max_size=12)))
def test_no_link_whatever_breaks_the_view(query: dict[str, str]) -> None:
    found, fallbacks = from_query(query, OFFER)
    assert from_query(found.to_query(), OFFER) == (found, [])
    assert {one.parameter for one in fallbacks} <= set(query)


def test_without_four_quarters_in_a_row_the_last_quarter_is_shown() -> None:
    few = replace(OFFER, quarters=(Quarter(2024, 3), Quarter(2025, 1)))
    assert default_selection(few).period == Period.parse("2025Q1")


@pytest.mark.parametrize("empty", [replace(OFFER, quarters=()), replace(OFFER, codes=())])
def test_without_statistics_there_is_nothing_to_select(empty: SmallOffer) -> None:
    with pytest.raises(ValueError, match="no statistics"):
        from_query({}, empty)


@pytest.mark.parametrize(
    ("area", "all_mahallas", "classes", "scope", "drawn"),
    [
        ("1710", False, ClassRule.QUANTILE, "1710", Level.DISTRICT),
        ("1710", True, ClassRule.QUANTILE, "1710", Level.MAHALLA),
        ("1710", False, ClassRule.CATEGORY, "1710", Level.MAHALLA),  # only mahallas have categories
        ("1710207", False, ClassRule.EQUAL, "1710207", Level.MAHALLA),
        ("1710207", True, ClassRule.EQUAL, "1710", Level.MAHALLA),
        ("1710207001", False, ClassRule.NATURAL, "1710207", Level.MAHALLA),
        ("1710207001", True, ClassRule.NATURAL, "1710", Level.MAHALLA),
        ("1710207001", False, ClassRule.CATEGORY, "1710207", Level.MAHALLA),
    ],
)
def test_what_the_map_draws(area: str, all_mahallas: bool, classes: ClassRule, scope: str, drawn: Level) -> None:
    view = replace(START, area=area, all_mahallas=all_mahallas, classes=classes)
    assert view.scope == scope
    assert view.drawn_level is drawn


def test_what_is_found_only_for_mahallas_is_drawn_for_mahallas() -> None:
    region = replace(START, all_mahallas=False)
    of_mahallas = {value for value in Value if replace(region, value=value).drawn_level is Level.MAHALLA}
    assert of_mahallas == {
        Value.PROBABILITY,
        Value.SPOTS,
        Value.GETIS,
        Value.TOGETHER,
        Value.CLUSTERS,
        Value.COMPUTED,
        Value.AGREEMENT,
    }


@given(SELECTIONS, st.sampled_from([*map(str, Value), "category"]))
def test_showing_something_else_shows_it_and_keeps_the_rest(selection: Selection, what: str) -> None:
    found = selection.showing(what)
    assert found.shown == what
    assert replace(found, value=selection.value, classes=selection.classes) == selection
    if selection.classes is not ClassRule.CATEGORY and what != "category":
        assert found.classes is selection.classes


@given(SELECTIONS, st.sampled_from(AREAS))
def test_going_to_another_area_changes_nothing_else(selection: Selection, area: str) -> None:
    assert selection.at(area) == replace(selection, area=area)
    assert selection.at(area).at(selection.area) == selection


@given(SELECTIONS)
def test_three_steps_up_from_anywhere_end_at_the_region(selection: Selection) -> None:
    assert selection.up().up().up() == selection.at("1710")


def test_up_goes_one_level_at_a_time_and_stays_at_the_region() -> None:
    view = START.at("1710207001")
    assert view.up().area == "1710207"
    assert view.up().up().area == "1710"
    assert START.up() == START


@given(SELECTIONS)
def test_a_view_of_the_same_snapshot_fits_as_it_is(selection: Selection) -> None:
    assert fitting(selection.to_query(), OFFER) == (selection, [])


@given(SELECTIONS)
def test_what_another_snapshot_lacks_becomes_what_is_nearest_and_is_told(selection: Selection) -> None:
    """One with the first four quarters, the region, a district and the total alone."""
    fewer = SmallOffer(id="20250115-00000000", quarters=OFFER.quarters[:4], codes=("crime_total",), known=AREAS[:2])
    fitted, lacking = fitting(selection.to_query(), fewer)
    assert fitting(fitted.to_query(), fewer) == (fitted, [])
    told = {one.parameter for one in lacking}
    before, after = selection.to_query(), fitted.to_query()
    assert {name for name in before if before[name] != after.get(name)} == told
    assert fitted.area == {"1710207": "1710207", "1710207001": "1710207"}.get(selection.area, "1710")
    assert fitted.period.last <= max(selection.period.last, Quarter(2024, 1))
    if selection.period.span is not Span.ROLLING or selection.period.last >= Quarter(2024, 4):
        assert fitted.period.span is selection.period.span


def test_what_is_no_area_becomes_the_region() -> None:
    assert fitting({"area": "nowhere"}, OFFER)[0].area == "1710"


@pytest.mark.parametrize(
    ("here", "there", "reached"),
    [
        ("1710", "1710207001", "1710207"),
        ("1710", "1710207", "1710207"),
        ("1710207", "1710207001", "1710207001"),
        ("1710207002", "1710207001", "1710207001"),
        ("1710207001", "1710212004", "1710212"),
        ("1710207", "1710", "1710"),
    ],
)
def test_one_goes_down_a_step_at_a_time(here: str, there: str, reached: str) -> None:
    start = Selection(here, "crime_total", Period.parse("2025Q4"))
    assert start.toward(there) == start.at(reached)


@pytest.mark.parametrize("lang", list(Lang))
def test_what_is_not_kept_of_a_link_is_a_whole_sentence(lang: Lang) -> None:
    for used in ("2025Q4", ""):
        said = Fallback("with", "x" * 100, used).told(lang)
        assert said.endswith(".")
        assert used in said
        assert f"{'x' * 60}»" in said or f"{'x' * 60}”" in said
        assert not said.endswith((": .", "-.", "—."))
