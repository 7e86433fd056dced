"""A question to the API, read before anything is computed; and what it says where it does not fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from mapping.access.person import Person
from mapping.model.locale import Lang, text
from mapping.model.problems import Told

Form = TypeVar("Form", bound=BaseModel)
_SHOWN, _LONGEST_SHOWN = 5, 60


@dataclass(frozen=True)
class Asked(Generic[Form]):
    """A question. `query`: in the form that the operation names; `body`: what was sent with it, as JSON has it."""

    request: Request
    person: Person
    lang: Lang
    query: Form
    body: Mapping[str, Any] = field(default_factory=dict)

    @property
    def path(self) -> Mapping[str, str]:
        """What stands in the address."""
        return self.request.path_params


class Unfit(Told):
    """A `field` that does not fit: `key` of the catalogue says why."""

    def __init__(self, field: str, key: str, *, status: int = 400, **details: object) -> None:
        self.field, self.key, self.status, self.details = field, key, status, details
        super().__init__(self.told(Lang.EN))

    def told(self, lang: Lang) -> str:
        """What is wrong and what to do."""
        return text(self.key, lang, field=self.field, **self.details)


class UnfitForm(Told):
    """Fields that do not fit the form that the description names."""

    def __init__(self, faults: Iterable[Unfit]) -> None:
        self.faults = list(faults)
        super().__init__(self.told(Lang.EN))

    def told(self, lang: Lang) -> str:
        """What is wrong with the first."""
        return self.faults[0].told(lang)


def read_query(form: type[Form], given: Mapping[str, str]) -> Form:
    """The parameters of an address. Raises UnfitForm."""
    try:
        return form.model_validate_strings(dict(given))
    except ValidationError as fault:
        raise _unfit(fault) from None


def read_body(form: type[Form], content: bytes) -> dict[str, Any]:
    """What was sent as JSON: numbers as numbers, days as text. Raises UnfitForm."""
    try:
        return form.model_validate_json(content, strict=True).model_dump(mode="json", exclude_unset=True)
    except ValidationError as fault:
        raise _unfit(fault) from None


def _unfit(fault: ValidationError) -> UnfitForm:
    return UnfitForm(_unfit_field(one) for one in fault.errors(include_url=False)[:_SHOWN])


def _unfit_field(error: Any) -> Unfit:
    where = ".".join(map(str, error["loc"][:1]))
    match error["type"]:
        case "missing":
            return Unfit(where, "api_invalid.missing")
        case "extra_forbidden":
            return Unfit(where, "api_invalid.unknown")
        case "json_invalid":
            return Unfit("", "api_invalid.no_json")
        case _:
            return Unfit(where, "api_invalid.wrong", given=str(error["input"])[:_LONGEST_SHOWN])
