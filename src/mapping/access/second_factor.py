"""The second step: six digits of an application on the person's own phone (TOTP, RFC 6238), each taken once."""

from __future__ import annotations

import hmac
from datetime import datetime

import pyotp
import segno

SECONDS = 30
DRIFT = 1
"""So many steps a phone's clock may be before or behind."""


def new_secret() -> str:
    """A secret to be shared with the application."""
    return pyotp.random_base32()


def step_of(secret: str, code: str, now: datetime, *, after: int) -> int | None:
    """The step of 30 s whose code this is, one later than `after` (the last that was taken); None where it is no such code."""
    written = "".join(code.split())
    current = int(now.timestamp()) // SECONDS
    code_at = pyotp.TOTP(secret, interval=SECONDS)
    for step in range(current - DRIFT, current + DRIFT + 1):
        if step > after and hmac.compare_digest(code_at.at(step * SECONDS).encode(), written.encode()):
            return step
    return None


def address(secret: str, login: str, product: str) -> str:
    """What the application takes up, by a link on the same phone or as a picture."""
    return pyotp.TOTP(secret, interval=SECONDS).provisioning_uri(name=login, issuer_name=product)


def picture(given: str) -> str:
    """An address as a QR code, an SVG to stand in a page."""
    return str(segno.make(given, error="m").svg_inline(scale=5, border=2, dark="#14171d", light="#ffffff"))
