"""Which right each address asks for. One that stands in no list is a page of Streamlit's, and asks for what pages ask for.

A test walks the application's own routes, and fails for one that is not named here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.routing import compile_path

from mapping.access.person import Person
from mapping.access.rights import Right
from mapping.views.map.addresses import API, PRESENT, ROOT, SIGN_OUT

SIGN_IN, CODE, INVITATION, STYLE = (f"/auth/{name}" for name in ("sign-in", "code", "invitation", "style.css"))
SERVICE, SERVICE_BACK, SERVICE_OUT = (f"/auth/{name}" for name in ("service", "service/back", "service/signed-out"))
"""To the sign-in service, back from it, and where it tells that somebody signed out there."""
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Rule:
    """What an address asks for. `right`: needed in some area, None where nobody need be signed in; which area it is about, the
    route itself looks at. `writing`: needed for other methods than reading, None where there are none. `instead`: rights that do as well.
    `is_use`: whether a question keeps a session alive: not what open pages ask by themselves. `is_from_elsewhere`: whether what
    writes may come from no page of ours. `takes_tokens`: whether other systems come here, with a token.
    """

    right: Right | None
    writing: Right | None = None
    instead: tuple[Right, ...] = ()
    is_use: bool = True
    is_from_elsewhere: bool = False
    takes_tokens: bool = False

    def needs(self, method: str) -> Right | None:
        """The right for a method; of a method that is not there, what reading needs."""
        return self.right if method in _READING or self.writing is None else self.writing

    def lets(self, person: Person, method: str) -> bool:
        """Whether one who is signed in may ask this way."""
        wanted = self.needs(method)
        return wanted is None or any(person.may_somewhere(one) for one in (wanted, *self.instead))


OPEN, LOOK, ASKED_BY_ITSELF = Rule(None), Rule(Right.VIEW), Rule(Right.VIEW, is_use=False)
SAY = Rule(Right.VIEW, Right.VIEW)  # those who report and those who confirm: which it must be the route looks at
ASK, TELL = Rule(Right.VIEW, takes_tokens=True), Rule(Right.VIEW, Right.VIEW, takes_tokens=True)
REPORT, RUN = Rule(Right.VIEW, Right.REPORT), Rule(Right.ADMINISTER)
BRING = Rule(Right.PUBLISH, Right.PUBLISH, instead=(Right.ADMINISTER, Right.REPORT))
"""Files with figures, lists of people, and forms of reports; what is done with them the page looks at."""

RULES = {
    "/healthz": OPEN,
    SIGN_IN: OPEN,
    SIGN_OUT: OPEN,
    CODE: OPEN,
    INVITATION + "/{token}": OPEN,
    STYLE: OPEN,
    SERVICE: OPEN,
    SERVICE_BACK: OPEN,
    SERVICE_OUT: Rule(None, is_from_elsewhere=True),
    PRESENT: LOOK,
    f"{ROOT}/present.json": ASKED_BY_ITSELF,
    f"{ROOT}/assets/{{digest}}/joined/{{path:path}}": LOOK,
    f"{ROOT}/assets/{{digest}}/{{path:path}}": LOOK,
    f"{ROOT}/geometry/{{snapshot}}/{{file}}": LOOK,
    f"{ROOT}/names/{{snapshot}}/{{lang}}.json": LOOK,
    f"{ROOT}/figures/{{snapshot}}.json": LOOK,
    f"{ROOT}/outlines/{{snapshot}}.json": LOOK,
    f"{ROOT}/painting/{{snapshot}}/{{theme}}.json": LOOK,
    f"{ROOT}/toward/{{snapshot}}/{{theme}}.json": LOOK,
    f"{ROOT}/about/{{snapshot}}/{{lang}}.json": LOOK,
    f"{ROOT}/look/{{theme}}/{{lang}}.json": LOOK,
    f"{ROOT}/help/{{lang}}.json": LOOK,
    f"{ROOT}/widgets/{{lang}}.json": LOOK,
    f"{ROOT}/changes/{{snapshot}}/{{after}}/{{kind}}/{{lang}}.json": LOOK,
    f"{ROOT}/compared/{{snapshot}}/{{kind}}/{{other}}/{{lang}}.json": LOOK,
    f"{ROOT}/categories/{{snapshot}}/{{year}}/{{lang}}.json": LOOK,
    f"{ROOT}/factors/{{snapshot}}/{{year}}/{{lang}}.json": LOOK,
    f"{ROOT}/search/{{snapshot}}": LOOK,
    f"{ROOT}/newer/{{snapshot}}/{{lang}}.json": ASKED_BY_ITSELF,
    f"{ROOT}/tiles/{{digest}}/{{zoom:int}}/{{column:int}}/{{row:int}}": LOOK,
    f"{ROOT}/briefing/{{snapshot}}/{{lang}}.json": LOOK,
    f"{ROOT}/overview/{{snapshot}}/{{lang}}.json": LOOK,
    f"{ROOT}/due/{{snapshot}}/{{lang}}.json": LOOK,
    f"{ROOT}/decisions.json": LOOK,
    f"{ROOT}/decisions.csv": LOOK,
    f"{ROOT}/decisions.xlsx": LOOK,
    f"{ROOT}/decisions/form.json": LOOK,
    f"{ROOT}/decisions/{{decision}}/history.json": LOOK,
    f"{ROOT}/live": ASKED_BY_ITSELF,
    f"{ROOT}/reports.json": LOOK,
    f"{ROOT}/reports": SAY,
    f"{ROOT}/reports/file": SAY,
    f"{ROOT}/evidence/{{digest}}": LOOK,
    f"{API}": LOOK,
    f"{API}/openapi.json": ASK,
    f"{API}/snapshots": ASK,
    f"{API}/snapshots/{{snapshot}}": ASK,
    f"{API}/figures": ASK,
    f"{API}/measures": ASK,
    f"{API}/measures/{{measure:path}}/reports": TELL,
    f"{API}/measures/{{measure:path}}": ASK,
    f"{API}/reports": ASK,
    f"{API}/{{path:path}}": ASK,
    f"{ROOT}/decisions": REPORT,
    f"{ROOT}/decisions/{{decision}}": REPORT,
}

STREAMLIT_RULES = {
    "/_stcore/health": ASKED_BY_ITSELF,
    "/healthz": OPEN,
    "/_stcore/script-health-check": ASKED_BY_ITSELF,
    "/script-health-check": ASKED_BY_ITSELF,
    "/_stcore/metrics": RUN,
    "/_stcore/host-config": ASKED_BY_ITSELF,
    "/_stcore/stream": ASKED_BY_ITSELF,
    "/_stcore/upload_file/{session_id}/{file_id}": BRING,
    "/media/{file_id:path}": LOOK,
    "/component/{path:path}": LOOK,
    "/_stcore/bidi-components/{path:path}": LOOK,
    "/static/{path:path}": LOOK,
    "/oauth2callback": LOOK,
    "/auth/login": LOOK,
    "/auth/logout": LOOK,
    "/_stcore/agent/{path:path}": RUN,
    "/index.html": LOOK,
    "/favicon.png": LOOK,
    "/manifest.json": LOOK,
}
"""Of the addresses that Streamlit itself answers; all others show its one page."""

_PAGE = LOOK
_PATTERNS: list[tuple[re.Pattern[str], str, Rule]] = [
    (compile_path(template)[0], template, rule) for template, rule in {**STREAMLIT_RULES, **RULES}.items()
]


def rule_of(path: str) -> Rule:
    """The rule of a path."""
    return next((rule for pattern, _, rule in _PATTERNS if pattern.fullmatch(path)), _PAGE)


def template_of(path: str) -> str:
    """The template that a path follows; `page` for what is none of these, or not there."""
    return next((template for pattern, template, _ in _PATTERNS if pattern.fullmatch(path)), "page")


def is_named(path: str) -> bool:
    """Whether a path is one of these, and no page."""
    return any(pattern.fullmatch(path) for pattern, *_ in _PATTERNS)
