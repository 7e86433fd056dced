"""Secrets that are handed out once, of which only the digest is kept; and ids of accounts."""

from __future__ import annotations

import hashlib
import secrets

_CONSONANTS = "bcdfghjkmnpqrstvwxz"


def new_token() -> str:
    """A secret of 256 bits, in letters that stand in addresses and cookies as they are."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What of a token is kept: enough to know it again, and not to make it."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_id() -> str:
    """An account's id: no digits, which could be read as a personal number; no vowels, for no words."""
    return "".join(secrets.choice(_CONSONANTS) for _ in range(12))
