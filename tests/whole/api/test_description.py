"""The interface does what its description says: schemathesis asks it, in one process and without a server, the same each time."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from mapping.model.locale import Lang
from mapping.store.opened import opened
from mapping.store.sql import database
from mapping.web import guard
from mapping.web.api.document import document
from mapping.web.api.table import OPERATIONS
from mapping.web.limits import Limits
from tests.conftest import DISTRICTS, MAHALLAS, REGION
from tests.whole.access.signed_in import asking_who_comes
from tests.whole.api.calling import APP, MINE, Right, at, report, system

KNOWN = {
    "area": [REGION, *DISTRICTS, MAHALLAS[0], ""],
    "measure": ["M1", MINE, "M4"],
    "indicator": ["crime_total", "crime_theft"],
    "period": ["2025Q4", "2025"],
    "quarter": ["2025Q4", ""],
}
"""What is there, for the parameters that name something; schemathesis asks for what is not as well."""
EXAMPLES = 25


async def application(scope: Any, receive: Any, send: Any) -> None:
    """The application behind its door, for a client that begins and ends it."""
    if scope["type"] != "lifespan":
        await guard.Guard(APP)(scope, receive, send)
        return
    for what in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{what}.complete"})


@pytest.fixture(scope="module")
def token(tiny_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Of a system that may all that systems may; in a home of its own."""
    folder, patch = tmp_path_factory.mktemp("api"), pytest.MonkeyPatch()
    patch.setenv("RISKMAP_HOME", str(shutil.copytree(tiny_home, folder / "home")))
    patch.setattr(guard, "_limits", Limits())
    with asking_who_comes(patch, folder, API_PER_MINUTE="1000000"):
        given = system("esocial", *at(REGION, Right.REPORT, Right.CONFIRM))
        report(given)
        yield given
    database().close()


def described() -> schemathesis.BaseSchema:
    schema = schemathesis.openapi.from_dict(document(Lang.EN))
    schema.app = application
    return schema


def test_the_description_is_one_of_openapi_and_holds_every_operation() -> None:
    schema = described()
    schema.validate()
    found = {one.ok().definition.raw["operationId"] for one in schema.get_all_operations()}
    assert found == {one.name for one in OPERATIONS}


@pytest.mark.parametrize("name", [one.name for one in OPERATIONS])
def test_what_fits_the_description_is_answered_as_it_says(token: str, name: str) -> None:
    """Rules of the field may still refuse a report; all that is read is given, or there is none."""
    operation = described().find_operation_by_id(name)
    excluded = [positive_data_acceptance] if name == "add_report" else []

    @examples(max_examples=EXAMPLES, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE), data=st.data())
    def ask(case: schemathesis.Case, data: st.DataObject) -> None:
        for part in (case.path_parameters, case.query):
            for field in {*(part or {})} & {*KNOWN}:
                part[field] = data.draw(st.sampled_from(KNOWN[field]))
        if name == "read_snapshot":
            case.path_parameters["snapshot"] = opened(None).id
        (case.query or {}).pop("snapshot", None)
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, excluded_checks=excluded)

    ask()


@pytest.mark.parametrize("name", [one.name for one in OPERATIONS])
def test_what_does_not_fit_is_refused_as_a_problem(token: str, name: str) -> None:
    operation = described().find_operation_by_id(name)

    @examples(max_examples=EXAMPLES, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"})

    ask()
