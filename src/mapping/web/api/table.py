"""The operations of the API: of this table are its routes and its description."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from mapping.views.map.addresses import API
from mapping.web.api import figures, forms, measures, reports, snapshots
from mapping.web.api.asking import Asked

READING = (400, 401, 403, 404, 429, 500, 503)
WRITING = (*READING, 409, 413, 415, 422)


@dataclass(frozen=True)
class Operation:
    """One: `name` as the catalogue and the description have it, `answer` what computes it, `made` the form of what it answers. `path` may hold
    names in braces, and `:path` where slashes may stand within."""

    name: str
    path: str
    answer: Callable[[Asked[Any]], dict[str, Any]]
    made: type[BaseModel]
    query: type[BaseModel] = forms.Nothing
    body: type[BaseModel] | None = None

    @property
    def method(self) -> str:
        return "POST" if self.body else "GET"

    @property
    def status(self) -> int:
        return 201 if self.body else 200

    @property
    def problems(self) -> tuple[int, ...]:
        return WRITING if self.body else READING

    @property
    def address(self) -> str:
        """The path as descriptions write it."""
        return self.path.replace(":path}", "}")


OPERATIONS = (
    Operation("list_snapshots", f"{API}/snapshots", snapshots.list_all, forms.Snapshots, forms.Paged),
    Operation("read_snapshot", f"{API}/snapshots/{{snapshot}}", snapshots.one_snapshot, forms.WholeSnapshot),
    Operation("read_figures", f"{API}/figures", figures.figures, forms.Figures, forms.OfView),
    Operation("list_measures", f"{API}/measures", measures.list_measures, forms.Measures, forms.OfMeasures),
    Operation("list_measure_reports", f"{API}/measures/{{measure:path}}/reports", reports.reports_of, forms.Reports, forms.Paged),
    Operation("add_report", f"{API}/measures/{{measure:path}}/reports", reports.take_report, forms.Report, body=forms.NewReport),
    Operation("read_measure", f"{API}/measures/{{measure:path}}", measures.one_measure, forms.Measure),
    Operation("list_reports", f"{API}/reports", reports.list_reports, forms.Reports, forms.OfReports),
)  # fmt: skip
"""In the order in which addresses are held against them."""
