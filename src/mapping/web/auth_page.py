"""Pages without scripts, in four languages, of which nothing is kept.

Those by which people come in, one form each, the one for addresses at which there is nothing, and the description of the API.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote, urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup
from starlette.datastructures import URL
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, Response

from mapping.access.person import Person
from mapping.access.second_factor import address, picture
from mapping.model.assets import ASSETS
from mapping.model.locale import Lang, text
from mapping.model.settings import SignIn, settings
from mapping.views.map.addresses import SIGN_OUT
from mapping.web.asked import lang_of
from mapping.web.rules import SERVICE, STYLE

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store", "X-Frame-Options": "DENY"}


@dataclass(frozen=True)
class Field:
    """One line to type in. `complete`: what browsers and password managers fill in."""

    name: str
    label: str
    complete: str
    type: str = "text"
    value: str = ""
    is_first: bool = False
    is_fixed: bool = False

    @property
    def is_code(self) -> bool:
        """Whether digits alone are typed."""
        return self.complete == "one-time-code"


def sign_in(request: HTTPConnection, *, login: str = "", fault: str = "", status: int = 200) -> Response:
    """Login and password."""
    lang = lang_of(request)
    fields = [
        Field("login", text("auth.login", lang), "username", value=login, is_first=not login),
        Field("password", text("auth.password", lang), "current-password", type="password", is_first=bool(login)),
    ]
    note = text("auth.no_account", lang)
    if SignIn.LOCAL not in settings().sign_in:
        fields, note = [], text("auth.no_account_by_service", lang)
    return _page(request, "sign_in", fields, fault=fault, status=status, note=note)


def no_form(request: HTTPConnection) -> Response:
    """Where a proxy says who comes, and said nothing, or named nobody who has an account."""
    return _page(request, "by_proxy", [], status=403, lines=[text("auth.by_proxy_lines", lang_of(request))])


def code(request: HTTPConnection, *, fault: str = "", status: int = 200) -> Response:
    """The second step."""
    lines = [text("auth.code_lines", lang_of(request))]
    return _page(request, "code", [_code_field(request)], fault=fault, status=status, lines=lines)


def enrol(request: HTTPConnection, *, secret: str, login: str, fault: str = "", status: int = 200) -> Response:
    """The second step for the first time: the secret as a picture, as a link, and to be typed."""
    lines = [text("auth.enrol_lines", lang_of(request))]
    product = text("page.product", lang_of(request))
    more = {"secret": secret, "address": address(secret, login, product)}
    return _page(request, "enrol", [_code_field(request)], fault=fault, status=status, lines=lines, more=more)


def invitation(request: HTTPConnection, *, login: str, fault: str = "", status: int = 200) -> Response:
    """A first or another password."""
    lang = lang_of(request)
    fields = [
        Field("login", text("auth.login", lang), "username", value=login, is_fixed=True),
        Field("password", text("auth.new_password", lang), "new-password", type="password", is_first=True),
        Field("again", text("auth.again", lang), "new-password", type="password"),
    ]
    note = text("auth.password_note", lang)
    return _page(request, "invitation", fields, fault=fault, status=status, note=note)


def told(request: HTTPConnection, fault: str, *, status: int) -> Response:
    """What is wrong where nothing can be typed, and the way to begin anew."""
    return _page(request, "sign_in", [], fault=fault, status=status)


def no_rights(request: HTTPConnection, person: Person) -> Response:
    """For one who is signed in and may not see this: who they are here, and the way out."""
    lang = lang_of(request)
    lines = [text("auth.no_rights_lines", lang, name=person.name)]
    return _page(request, "no_rights", [], lines=lines, status=403, action=SIGN_OUT)


def not_there(request: HTTPConnection, *, status: int) -> Response:
    """Where there is nothing: that, and the way back."""
    lang = lang_of(request)
    content = {
        "title": text("unknown.title", lang), "line": text("unknown.lines", lang), "back": f"/?lang={lang}",
        "back_words": text("unknown.back", lang),
    }  # fmt: skip
    return plain_page(request, "unknown", content, status=status)


def plain_page(request: HTTPConnection, template: str, content: Mapping[str, object], *, status: int = 200) -> Response:
    """A page of a template with its content, in the frame that all of them have."""
    filled = _template(template).render(_frame(request, lang_of(request)), **content)
    return HTMLResponse(filled, status_code=status, headers=HEADERS)


def _code_field(request: HTTPConnection) -> Field:
    return Field("code", text("auth.code_label", lang_of(request)), "one-time-code", is_first=True)


def _page(
    request: HTTPConnection, kind: str, fields: Sequence[Field], *, fault: str = "", status: int = 200, note: str = "",
    lines: Sequence[str] = (), action: str = "", more: dict[str, str] | None = None,
) -> Response:  # fmt: skip
    lang, secret = lang_of(request), (more or {}).get("secret", "")
    content = _template(
        "auth"
    ).render(
        _frame(request, lang),
        title=text(f"auth.{kind}", lang),
        fault=fault,
        lines=lines,
        fields=fields,
        action=action or _here(request, lang),
        button=text(f"auth.{kind}_button", lang) if fields or action else "",
        note=note,
        service=_service(request, lang) if kind == "sign_in" else {},
        picture=Markup(picture(more["address"])) if more else "",  # noqa: S704 (drawn here)
        address=(more or {}).get("address", ""),
        on_this_phone=text("auth.on_this_phone", lang),
        by_hand=text("auth.by_hand", lang),
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
    )
    return HTMLResponse(content, status_code=status, headers=headers())


def headers() -> dict[str, str]:
    """HEADERS; where one signs out at a sign-in service too, the form of it may lead there."""
    if SignIn.OIDC not in settings().sign_in or not settings().oidc_issuer:
        return HEADERS
    issuer = urlsplit(settings().oidc_issuer or "")
    policy = _POLICY.replace("form-action 'self'", f"form-action 'self' {issuer.scheme}://{issuer.netloc}")
    return {**HEADERS, "Content-Security-Policy": policy}


def _service(request: HTTPConnection, lang: Lang) -> dict[str, str]:
    """The way in by the sign-in service; nothing where there is none."""
    if SignIn.OIDC not in settings().sign_in:
        return {}
    name = settings().oidc_name or urlsplit(settings().oidc_issuer or "").netloc
    wanted = request.query_params.get("next", "")
    query = {"lang": str(lang), **({"next": wanted} if wanted else {})}
    return {"address": f"{SERVICE}?{urlencode(query)}", "label": text("auth.by_service", lang, name=name)}


def _frame(request: HTTPConnection, lang: Lang) -> dict[str, object]:
    """What stands around the content of each page."""
    return {
        "lang": lang.tag,
        "product": text("page.product", lang),
        "language": text("page.language", lang),
        "style": STYLE,
        "languages": [
            {"lang": one.tag, "name": text(f"language.{one}", one), "address": _here(request, one), "is_here": one is lang}
            for one in Lang
        ],
    }  # fmt: skip


def _here(request: HTTPConnection, lang: Lang) -> str:
    """This page's own address in a language; one slash begins it, for two would name another host."""
    path = "/" + quote(request.scope["path"].lstrip("/\\"))
    asked = f"{path}?{request.scope['query_string'].decode('latin-1')}"
    return str(URL(asked).include_query_params(lang=str(lang)))


@cache
def _template(name: str) -> Template:
    loader = FileSystemLoader(ASSETS / "auth")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template(f"{name}.html")
