"""Work over figures: every reader of a snapshot sees it, past ones stay as they were, and what no report changes is found once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.live.current import live
from mapping.live.reports import book
from mapping.live.reports.report import Act, Draft, Report
from mapping.live.reports.rules import Known
from mapping.live.view import LiveView, Work
from mapping.measures.progress import Count, State
from mapping.measures.rollup import By
from mapping.model.levels import Level
from mapping.model.periods import Quarter
from mapping.model.selection import Value
from mapping.model.vocabulary import Group, MeasureStatus
from mapping.publishing import publish
from mapping.store import Snapshot, open_snapshot
from mapping.store.kept import kept
from mapping.store.opened import opened, snapshot_by_id
from mapping.store.sql import database
from mapping.ui.measure_filter import filter_of
from mapping.views.map.execution import execution_figures
from mapping.views.oversight.situation import all_measures, gaps, measures_under
from mapping.views.oversight.standing import matrix
from mapping.views.oversight.tallies import counted_under
from tests.conftest import DISTRICTS, MAHALLAS, REGION

M3, M4 = (MAHALLAS[0], date(2025, 12, 31)), (MAHALLAS[4], date(2026, 3, 31))
TODAY = date.today()


def known(measure: str) -> Known:
    area, deadline = M3 if measure == "M3" else M4
    return Known(area, MeasureStatus.IN_PROGRESS, deadline)


def add(act: Act, measure: str = "M3", version: int = 0, person: str = "a", **more: object) -> Report:
    usual: dict[Act, dict[str, object]] = {
        Act.PROGRESS: {"progress": 70}, Act.DONE: {"done_on": TODAY}, Act.RETURN: {"words": "Yo‘q"},
        Act.DEADLINE: {"deadline": date(TODAY.year + 1, 1, 31), "words": "Qish"}, Act.COMMENT: {"words": "Ko‘rdim"},
    }  # fmt: skip
    draft = Draft(measure, version, act, f"{measure}{act}{version}", **{**usual.get(act, {}), **more})  # type: ignore[arg-type]
    return book.add(database(), draft, known(measure), person=person)


def states(snapshot: Snapshot) -> dict[str, str]:
    return all_measures(snapshot).set_index("id")["state"].to_dict()


def test_without_reports_the_figures_stand_alone_and_no_database_is_made(own_home: Path) -> None:
    figures = opened(None)
    assert live(figures) is figures
    assert not (own_home / "meeting").exists()


def test_every_reader_sees_what_was_reported(own_home: Path) -> None:
    figures, quarter = opened(None), Quarter(2025, 4)
    before = counted_under(figures, REGION, quarter)
    assert states(figures)["M3"] == State.OVERDUE
    assert "M3" in set(gaps(figures, quarter)["measure"])
    add(Act.DONE)
    now = live(figures)
    assert states(now)["M3"] == State.REPORTED
    assert "M3" not in set(gaps(now, quarter).query("rule == 'overdue'")["measure"])
    after = counted_under(now, REGION, quarter)
    assert (after.done, after.overdue, after.going) == (before.done, before.overdue - 1, before.going + 1)
    add(Act.CONFIRM, version=1, person="b")
    assert states(live(figures))["M3"] == State.DONE_LATE
    assert counted_under(live(figures), REGION, quarter).done == before.done + 1
    assert states(figures)["M3"] == State.OVERDUE, "figures do not change"
    assert set(all_measures(live(figures)).columns) == set(all_measures(figures).columns)
    assert (
        measures_under(live(figures), DISTRICTS[1])["id"].tolist()
        == measures_under(figures, DISTRICTS[1])["id"].tolist()
    )


def test_every_measure_is_judged_on_the_day_of_the_last_report_whoever_it_is_of(own_home: Path) -> None:
    """M4 is due on 31 March 2026; its figures are of 15 January."""
    assert (states(opened(None))["M4"], opened(None).day) == (State.PLANNED, date(2026, 1, 15))
    add(Act.PROGRESS, "M3")
    late = live(opened(None))
    assert (states(late)["M4"], late.day) == (State.OVERDUE, TODAY), "who reports stands no worse than who does not"
    add(Act.PROGRESS, "M4")
    assert states(live(opened(None)))["M4"] == State.OVERDUE
    days = all_measures(live(opened(None))).set_index("id")["days_overdue"]["M4"]
    assert days == all_measures(late).set_index("id")["days_overdue"]["M4"] == (TODAY - date(2026, 3, 31)).days
    add(Act.DEADLINE, "M4", 1)
    assert states(live(opened(None)))["M4"] == State.IN_PROGRESS
    add(Act.DONE, "M4", 2)
    add(Act.RETURN, "M4", 3, person="b")
    assert states(live(opened(None)))["M4"] == State.RETURNED
    assert states(live(opened(None), late.seq)) == states(late), "what a meeting saw stays"
    assert isinstance(late, LiveView)
    assert late.judged_on(date(2026, 1, 1)).day == TODAY, "no earlier day than that of what was reported"
    assert late.judged_on(TODAY + timedelta(days=3)).day == TODAY + timedelta(days=3)


def test_silence_lasts_from_the_last_report_or_the_figures_to_the_last_report_of_all(own_home: Path) -> None:
    def silent() -> dict[str, object]:
        days = all_measures(live(opened(None))).set_index("id")["silent_days"]
        return days.dropna().to_dict()

    assert silent() == {"M3": 0, "M4": 0}, "the figures tell of all of them"
    add(Act.PROGRESS, "M3")
    since = (TODAY - date(2026, 1, 15)).days
    assert silent() == {"M3": 0, "M4": since}
    add(Act.COMMENT, "M4")
    assert silent() == {"M3": 0, "M4": 0}, "a word is a report too"
    add(Act.DONE, "M4")
    assert silent() == {"M3": 0}, "of the other nothing but a confirmation is awaited"


@pytest.mark.parametrize("by", [By.SECTOR, By.SEVEN_MEMBER])
def test_matrix_map_and_list_count_the_same_of_what_was_reported_and_what_was_not(own_home: Path, by: By) -> None:
    add(Act.DONE, "M3")
    for view, expected in ((live(opened(None)), ("M3", "", "M4")), (_returned(), ("", "M3", "M4"))):
        for count, only in zip((Count.REPORTED, Count.RETURNED, Count.SILENT), expected, strict=True):
            listed = filter_of(count, 14).keep(all_measures(view))
            assert listed["id"].tolist() == ([only] if only else [])
            assert matrix(view, REGION, "", by, count, 14).marked[-1, -1] == len(listed)
            for quarter in (Quarter(2025, 4), Quarter(2026, 1)):
                drawn = execution_figures(view, Value(count), quarter, "", "", Level.MAHALLA, 14)["count"].sum()
                assert drawn == (listed["quarter"] == str(quarter)).sum()
    assert matrix(view, REGION, "", by).marked.tolist() == matrix(view, REGION, "", by).cells[..., 2].tolist()


def _returned() -> Snapshot:
    add(Act.RETURN, "M3", 1, person="b")
    add(Act.DEADLINE, "M3", 2, person="b")
    return live(opened(None))


def test_a_view_is_the_same_until_something_is_added(own_home: Path) -> None:
    add(Act.PROGRESS)
    figures = opened(None)
    first = live(figures)
    assert live(figures) is first
    comment = add(Act.COMMENT)
    assert live(figures).seq == comment.seq
    assert live(figures) is not first


def test_a_past_view_stays_as_it_was(own_home: Path) -> None:
    figures = opened(None)
    first = add(Act.PROGRESS, progress=55)
    second = add(Act.DONE, version=1)
    add(Act.CONFIRM, version=2, person="b")
    then = live(figures, first.seq)
    row = all_measures(then).set_index("id").loc["M3"]
    assert (row["progress"], row["state"], pd.isna(row["done_on"])) == (55, State.OVERDUE, True)
    assert states(live(figures, second.seq))["M3"] == State.REPORTED
    assert live(figures, 0) is figures
    assert live(figures, 10**9).seq == live(figures).seq
    assert then.address == f"{figures.id}.{first.seq}"


def test_a_publication_that_holds_reports_is_under_later_ones_alone(tiny_dataset: Path, own_home: Path) -> None:
    first = add(Act.PROGRESS, progress=55)
    held = publish(tiny_dataset / "geo", tiny_dataset / "data", own_home, seq=first.seq)
    figures = opened(held.manifest.id)
    assert (figures.seq, live(figures)) == (first.seq, figures)
    assert all_measures(live(figures)).set_index("id")["progress"]["M3"] == 40, "what its measures say"
    add(Act.PROGRESS, version=1, progress=60)
    assert all_measures(live(figures)).set_index("id")["progress"]["M3"] == 60
    again = publish(tiny_dataset / "geo", tiny_dataset / "data", own_home, as_of=date(2026, 2, 1))
    assert again.manifest.seq == first.seq, "the next one holds what the one before held"


found: list[object] = []


@kept
def of_figures(snapshot: Snapshot) -> int:
    found.append("figures")
    return len(snapshot.areas)


@kept(most=2)
def of_work(snapshot: Snapshot, area: str) -> str:
    found.append(area)
    return f"{area} {of_figures(snapshot)} {snapshot.seq}"


@kept
def by_way_of(snapshot: Snapshot) -> str:
    found.append("way")
    return of_work(snapshot, REGION)


def test_what_no_report_changes_is_found_once_and_all_else_anew(own_home: Path) -> None:
    found.clear()
    add(Act.PROGRESS)
    figures = opened(None)
    first = live(figures)
    assert by_way_of(first) == by_way_of(first) == f"{REGION} 11 {first.seq}"
    assert found == ["way", REGION, "figures"]
    add(Act.DONE, version=1)
    second = live(figures)
    of_work(second, REGION)  # found before it is asked for by way of another
    assert by_way_of(second) == f"{REGION} 11 {second.seq}"
    assert found == ["way", REGION, "figures", REGION, "way"]
    assert by_way_of(figures) == f"{REGION} 11 0"
    assert of_figures(figures) == 11
    assert found.count("figures") == 1


def test_a_snapshot_that_was_opened_anew_has_views_of_its_own(own_home: Path) -> None:
    add(Act.PROGRESS)
    first = live(opened(None))
    snapshot_by_id.cache_clear()
    assert live(opened(None)).figures is opened(None)
    assert live(opened(None)) is not first


@pytest.fixture(scope="module")
def figures(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    home = tmp_path_factory.mktemp("figures")
    shutil.copytree(tiny_home, home, dirs_exist_ok=True)
    yield open_snapshot(home)


REPORTS = st.lists(
    st.tuples(st.sampled_from(["M1", "M3", "M4", "M5", "gone"]), st.sampled_from(list(Act)), st.integers(0, 100), st.integers(0, 90)),
    min_size=1, max_size=30,
)  # fmt: skip


@settings(max_examples=60)
@given(REPORTS, st.lists(st.integers(0, 30), max_size=4), st.integers(0, 3), st.integers(0, 4))
def test_a_view_made_from_the_ones_before_is_the_view_made_anew(
    figures: Snapshot, given_reports: list[tuple[str, Act, int, int]], cuts: list[int], a_day: int, upper: int
) -> None:
    """However many reports came between the looks, on one day (`a_day` reports at 0, else so many) or on several, and however the standings lie in layers."""
    reports = [
        Report(
            seq=number, measure=measure, version=number, area=MAHALLAS[0], person="a", act=act,
            time=datetime(2026, 3, 20, 12, tzinfo=UTC) + timedelta(days=number // a_day if a_day else 0),
            progress=progress, done_on=date(2026, 1, 1 + days % 28), deadline=date(2026, 1 + days % 12, 5), words="so‘z", file="", media="", size=0,
            key=str(number),
        )
        for number, (measure, act, progress, days) in enumerate(given_reports, start=1)
    ]  # fmt: skip
    whole = LiveView(figures, Work(0, 0).after(reports))
    starts = sorted({min(cut, len(reports)) for cut in cuts})
    view = LiveView(figures, Work(0, 0).after(reports[: starts[0] if starts else 0]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mapping.live.view._UPPER", upper)
        patch.setattr("mapping.live.view._FEW", upper)
        for start, end in pairwise([*(starts or [0]), len(reports)]):
            added = reports[start:end]
            view = LiveView(figures, view.work.after(added), before=view, changed={one.measure for one in added})
    pd.testing.assert_frame_equal(all_measures(view), all_measures(whole))
    assert dict(view.work.standings) == dict(whole.work.standings)
    assert set(view.measures(REGION, columns=("id", "status")).columns) == {
        "id",
        "status",
        "awaits",
        "silence",
    }
    assert len(view.measures(REGION, Quarter(2025, 4))) == len(figures.measures(REGION, Quarter(2025, 4)))
    assert view.counts("crime_total", Group.ALL, figures.quarters, REGION).shape == (8, 8)
