"""Passwords: what is asked of one, and how it is kept (argon2id with the parameters of OWASP: 19 MiB, two passes)."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from mapping.access.errors import PasswordLong, PasswordPlain, PasswordShort

LEAST, MOST = 10, 200
_LEAST_DIFFERENT = 5
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def require_good(password: str, login: str) -> None:
    """Raises PasswordShort, PasswordLong, PasswordPlain. Long beats odd: no kinds of signs are asked for."""
    if len(password) < LEAST:
        raise PasswordShort(least=LEAST)
    if len(password) > MOST:
        raise PasswordLong(most=MOST)
    if login.lower() in password.lower() or len(set(password)) < _LEAST_DIFFERENT:
        raise PasswordPlain


def hashed(password: str) -> str:
    """What is kept of a password: some 20 ms and 19 MiB of work."""
    return _HASHER.hash(password)


def is_right(password: str, kept: str) -> bool:
    """Whether this is the password; where none is kept the same work is done, so that time tells nothing."""
    try:
        return _HASHER.verify(kept or _nobodys(), password[:MOST]) and bool(kept)
    except (VerifyMismatchError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    return hashed("nobody's")
