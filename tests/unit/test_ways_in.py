"""What stands at the door: delays after slips, passwords, codes of the second step."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.access.delays import FREE, LONGEST, counted_as, wait
from mapping.access.errors import PasswordLong, PasswordPlain, PasswordShort
from mapping.access.passwords import hashed, is_right, require_good
from mapping.access.second_factor import address, new_secret, picture, step_of
from mapping.access.tokens import digest, new_id, new_token

NOW = datetime(2026, 1, 15, 10, 0, 5, tzinfo=UTC)
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""RFC 6238, appendix B: the codes of SHA-1, whose last six digits are shown."""
RFC = {59: "94287082", 1111111109: "07081804", 1111111111: "14050471", 1234567890: "89005924", 2000000000: "69279037"}


@pytest.mark.parametrize(
    ("slips", "seconds"), [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (10, 32), (15, 900), (9999, 900)]
)
def test_five_slips_are_free_and_then_each_costs_twice_as_much(slips: int, seconds: int) -> None:
    assert wait(slips, NOW, NOW) == timedelta(seconds=seconds)


@given(st.integers(0, 100), st.integers(0, 2000))
def test_nobody_ever_waits_longer_than_the_longest(slips: int, passed: int) -> None:
    left = wait(slips, NOW - timedelta(seconds=passed), NOW)
    assert timedelta(0) <= left <= LONGEST - timedelta(seconds=min(passed, 900)) or slips < FREE
    assert wait(slips, NOW - LONGEST, NOW) == timedelta(0)


@pytest.mark.parametrize(
    ("peer", "known_as"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("::ffff:10.1.2.3", "10.1.2.3"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::9", "2001:db8:1:2::"),
        ("", ""),
        ("testclient", "testclient"),
    ],
)
def test_one_machine_is_one_address(peer: str, known_as: str) -> None:
    assert counted_as(peer) == known_as


def test_a_password_is_known_again_and_not_kept_as_it_is() -> None:
    kept = hashed("to‘g‘ri parol")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert "parol" not in kept
    assert is_right("to‘g‘ri parol", kept)
    assert not is_right("to‘g‘ri paroL", kept)
    assert hashed("to‘g‘ri parol") != kept


@pytest.mark.parametrize("password", ["", "nobody's", "x" * 10_000])
def test_where_no_password_is_kept_none_is_right(password: str) -> None:
    assert not is_right(password, "")


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("short", PasswordShort),
        ("x" * 201, PasswordLong),
        ("aaaaaaaaaaab", PasswordPlain),
        ("my name is Karim", PasswordPlain),
    ],
)
def test_passwords_that_are_easy_to_guess_are_refused(password: str, fault: type[Exception]) -> None:
    with pytest.raises(fault):
        require_good(password, "karim")


def test_a_long_password_of_small_letters_is_good() -> None:
    require_good("uch otliq yolg‘iz daraxt", "karim")


@pytest.mark.parametrize("seconds", RFC)
def test_codes_are_those_of_the_standard(seconds: int) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    assert step_of(RFC_SECRET, RFC[seconds][-6:], moment, after=0) == seconds // 30


def test_a_code_is_taken_once_and_half_a_minute_early_or_late() -> None:
    secret = new_secret()
    code = pyotp.TOTP(secret).at(NOW)
    step = step_of(secret, f"{code[:3]} {code[3:]}", NOW, after=0)
    assert step == int(NOW.timestamp()) // 30
    assert step_of(secret, code, NOW, after=step) is None
    assert step_of(secret, code, NOW + timedelta(seconds=30), after=0) == step
    assert step_of(secret, code, NOW - timedelta(seconds=30), after=0) == step
    assert step_of(secret, code, NOW + timedelta(seconds=90), after=0) is None


@pytest.mark.parametrize("code", ["", "0", "abcdef", "０１２３４５", "1" * 1000])
def test_what_is_no_code_is_none(code: str) -> None:
    assert step_of(RFC_SECRET, code, NOW, after=0) is None


def test_the_application_is_told_who_and_where() -> None:
    told = address(RFC_SECRET, "karim", "Xavf xaritasi")
    assert told == f"otpauth://totp/Xavf%20xaritasi:karim?secret={RFC_SECRET}&issuer=Xavf%20xaritasi"
    assert picture(told).startswith("<svg")
    assert "http" not in picture(told)


def test_tokens_are_long_and_ids_are_no_words() -> None:
    assert len({new_token() for _ in range(100)}) == 100
    assert len(new_token()) == 43
    assert digest("a") != digest("b")
    assert not set(new_id()) & set("aeiou0123456789")
