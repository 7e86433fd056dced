"""The sign-in service of the network: its addresses and keys as it tells them, and its word held against what was asked.

OpenID Connect Core 1.0, code flow with PKCE (RFC 7636, S256). A word is taken only when it is signed by a key of the service, by a method
with two keys, is for us, is of now, and answers this question (`nonce`).
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import urlencode

import requests
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from mapping.access.errors import ArrivalGone, ServiceAway
from mapping.access.vouched import Arrival, Voucher
from mapping.model.locale import Lang
from mapping.model.settings import settings
from mapping.web.logs import log

SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"]
SECONDS = 5
"""How long the service may take for an answer."""
_KNOWN_SECONDS, _AGAIN_SECONDS = 3600, 30
_LEEWAY, _MOST_BYTES = 60, 1 << 20
_LANGUAGES = {Lang.UZ: "uz", Lang.UZ_CYRL: "uz-Cyrl uz", Lang.RU: "ru", Lang.EN: "en"}
_SIGNED_OUT = "http://schemas.openid.net/event/backchannel-logout"
Result = TypeVar("Result")


@dataclass(frozen=True)
class SignedOut:
    """What the service told of one who signed out there: of all their sessions, where no `sid` is named."""

    subject: str
    sid: str
    when: datetime


class Service:
    """What the service says of itself, asked once an hour; its keys again when a word is signed with one that is not known."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self._said: Mapping[str, Any] = {}
        self._keys = KeySet([])
        self._asked_at = float("-inf")

    @property
    def said(self) -> Mapping[str, Any]:
        """Its addresses. Raises ServiceAway."""
        if time.monotonic() - self._asked_at > _KNOWN_SECONDS:
            self._ask()
        return self._said

    def _ask(self) -> None:
        said = _json(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if said.get("issuer") != self.issuer:
            raise ServiceAway
        self._keys = KeySet.import_key_set(_json(said["jwks_uri"]))  # type: ignore[arg-type]
        self._said, self._asked_at = said, time.monotonic()

    def claims(self, token: str) -> dict[str, Any]:
        """What a signed word says that is from this service, for us, and of now. Raises JoseError, ServiceAway."""
        self.said  # noqa: B018 (asks where it was not asked yet)
        try:
            return self._read(token)
        except (JoseError, ValueError):
            if time.monotonic() - self._asked_at < _AGAIN_SECONDS:
                raise
            self._ask()
            return self._read(token)

    def _read(self, token: str) -> dict[str, Any]:
        found = dict(jwt.decode(token, self._keys, algorithms=SIGNATURES).claims)
        checks: dict[str, Any] = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": settings().oidc_client},
            "iat": {"essential": True},
        }
        jwt.JWTClaimsRegistry(leeway=_LEEWAY, **checks).validate(found)
        return found


@lru_cache(maxsize=1)
def _service(issuer: str) -> Service:
    return Service(issuer)


def _named() -> Service:
    return _service(settings().oidc_issuer or "")


def _json(address: str) -> dict[str, Any]:
    with requests.get(address, timeout=SECONDS, allow_redirects=False, stream=True) as answer:
        answer.raise_for_status()
        content = answer.raw.read(_MOST_BYTES, decode_content=True)
    return dict(json.loads(content))


def _or_away(step: Callable[[], Result]) -> Result:
    """What the service cannot do, or does otherwise than agreed, stands in the log. Raises ServiceAway."""
    try:
        return step()
    except (requests.RequestException, OAuthError, JoseError, ValueError, KeyError, TypeError) as fault:
        log.warning("the sign-in service %s: %s: %s", settings().oidc_issuer, type(fault).__name__, fault)
        raise ServiceAway from fault


def way_in(arrival: Arrival, back: str, lang: Lang) -> str:
    """Where one signs in. Raises ServiceAway."""
    query = {
        "response_type": "code", "client_id": settings().oidc_client or "", "redirect_uri": back, "scope": _scope(),
        "state": arrival.state, "nonce": arrival.nonce, "code_challenge_method": "S256",
        "code_challenge": create_s256_code_challenge(arrival.verifier), "ui_locales": _LANGUAGES[lang],
    }  # fmt: skip
    there = _or_away(lambda: str(_named().said["authorization_endpoint"]))
    return f"{there}{'&' if '?' in there else '?'}{urlencode(query)}"


def _scope() -> str:
    return "openid email" if settings().oidc_claim == "email" else "openid profile"


def word(code: str, arrival: Arrival, back: str) -> tuple[str, Voucher]:
    """The login that the service's answer names, and its word for it. Raises ServiceAway, ArrivalGone."""
    return _or_away(lambda: _word(code, arrival, back))


def _word(code: str, arrival: Arrival, back: str) -> tuple[str, Voucher]:
    said, secret = _named().said, settings().oidc_secret
    way = _authentication(said) if secret else "none"
    with OAuth2Session(
        settings().oidc_client, secret.get_secret_value() if secret else None, token_endpoint_auth_method=way, redirect_uri=back
    ) as session:  # fmt: skip
        given = session.fetch_token(
            said["token_endpoint"], code=code, code_verifier=arrival.verifier, timeout=SECONDS, allow_redirects=False
        )  # fmt: skip
        claims = _named().claims(given["id_token"])
        if claims.get("nonce") != arrival.nonce or claims.get("azp", settings().oidc_client) != settings().oidc_client:
            raise ArrivalGone
        if settings().oidc_claim not in claims and "userinfo_endpoint" in said:
            more = session.get(said["userinfo_endpoint"], timeout=SECONDS, allow_redirects=False)
            more.raise_for_status()
            told = more.json()
            claims |= told if told.get("sub") == claims["sub"] else {}
    voucher = Voucher(str(claims["sub"])[:255], str(claims.get("sid", ""))[:255], given["id_token"], claims["iss"])
    if not voucher.subject:
        raise ValueError("nobody is named")
    return _login_in(claims), voucher


def _authentication(said: Mapping[str, Any]) -> str:
    offered = said.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return "client_secret_basic" if "client_secret_basic" in offered else "client_secret_post"


def _login_in(claims: Mapping[str, Any]) -> str:
    """An address of mail that the service did not check may be anybody's."""
    if settings().oidc_claim == "email" and claims.get("email_verified") is not True:
        return ""
    found = claims.get(settings().oidc_claim, "")
    return found if isinstance(found, str) else ""


def way_out(voucher: Voucher, back: str) -> str:
    """Where one signs out, and comes back from; `back` where the service has no such address. Raises ServiceAway."""
    there = _or_away(lambda: str(_named().said.get("end_session_endpoint", "")))
    query = {
        "id_token_hint": voucher.id_token,
        "client_id": settings().oidc_client or "",
        "post_logout_redirect_uri": back,
    }
    return f"{there}{'&' if '?' in there else '?'}{urlencode(query)}" if there else back


def signed_out(token: str) -> SignedOut:
    """Who signed out there. Raises ServiceAway for what is no such word of the service."""
    return _or_away(lambda: _signed_out(token))


def _signed_out(token: str) -> SignedOut:
    claims = _named().claims(token)
    subject, sid = str(claims.get("sub", "")), str(claims.get("sid", ""))
    if _SIGNED_OUT not in claims.get("events", {}) or "nonce" in claims or not (subject or sid):
        raise ValueError("no word of a sign-out")
    return SignedOut(subject, sid, datetime.fromtimestamp(float(claims["iat"]), UTC) + timedelta(seconds=_LEEWAY))
