"""The tables of people, as the steps in `store/sql/migrations` make them; a test holds one against the other."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text, text

from mapping.store.sql.moments import Moment

TABLES = MetaData()
_IS_PINNED = text("subject <> ''")


def _belongs(*, is_key: bool = False) -> Column[str]:
    return Column("account", String(16), ForeignKey("account.id"), primary_key=is_key, nullable=False)


def _code(name: str, *, is_key: bool = False, length: int = 64) -> Column[str]:
    return Column(name, String(length), primary_key=is_key, nullable=False)


def _since_then(name: str) -> Column[str]:
    """A column that came later: "" in the lines that were there."""
    return Column(name, String(255), nullable=False, server_default="")


ACCOUNT = Table(
    "account",
    TABLES,
    _code("id", is_key=True, length=16),
    Column("login", String(64), nullable=False, unique=True),
    _code("name", length=200),
    _code("area", length=20),
    _code("password", length=200),  # "" until an invitation was taken up
    Column("second_required", Boolean, nullable=False),
    _code("second_secret"),  # "" until the second step was set up
    Column(
        "second_step", BigInteger, nullable=False
    ),  # the last that was taken; 0: the secret was not shown to be known
    Column("created", Moment, nullable=False),
    Column("closed", Moment, nullable=True),
    Column("seen", Moment, nullable=True),
    _since_then("issuer"),  # a sign-in service and its own name for the person, "" until they first came in by it
    _since_then("subject"),
    Index("account_subject", "issuer", "subject", unique=True, sqlite_where=_IS_PINNED, postgresql_where=_IS_PINNED),
)
GRANTED = Table(
    "granted",
    TABLES,
    _belongs(is_key=True),
    _code("what", is_key=True, length=16),
    _code("area", is_key=True, length=20),
)
POST = Table(
    "post",
    TABLES,
    _belongs(is_key=True),
    _code("area", is_key=True, length=20),
    _code("agency", is_key=True),
    _code("post", is_key=True),
)
INVITATION = Table(
    "invitation", TABLES, _code("digest", is_key=True), _belongs(), Column("ends", Moment, nullable=False)
)
SIGNED_IN = Table(
    "signed_in",
    TABLES,
    _code("digest", is_key=True),
    _belongs(),
    _code("stage", length=16),
    Column("began", Moment, nullable=False),
    Column("seen", Moment, nullable=False),
    Index("signed_in_account", "account"),
)
SLIP = Table(
    "slip",
    TABLES,
    _code("login", is_key=True),
    _code("peer", is_key=True),
    Column("slips", Integer, nullable=False),
    Column("last", Moment, nullable=False),
)
ARRIVAL = Table(
    "arrival",
    TABLES,
    _code("digest", is_key=True),
    _code("state"),
    _code("nonce"),
    _code("verifier", length=128),
    _code("wanted", length=2000),
    Column("began", Moment, nullable=False),
)
VOUCHED = Table(
    "vouched",
    TABLES,
    Column("digest", String(64), ForeignKey("signed_in.digest", ondelete="CASCADE"), primary_key=True),
    _code("subject", length=255),
    _code("sid", length=255),
    Column("id_token", Text, nullable=False),
    _since_then("issuer"),
)
API_TOKEN = Table(
    "api_token",
    TABLES,
    _code("id", is_key=True, length=16),
    _code("digest"),
    _belongs(),
    _code("name", length=100),
    Column("made", Moment, nullable=False),
    Column("ends", Moment, nullable=False),
    Column("seen", Moment, nullable=True),
    Index("api_token_digest", "digest", unique=True),
    Index("api_token_account", "account"),
)
AUDIT = Table(
    "audit",
    TABLES,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("time", Moment, nullable=False),
    _code("account", length=16),
    _code("peer"),
    _code("act", length=24),
    _code("area", length=20),
    _code("about", length=300),
    sqlite_autoincrement=True,
)

PASSING = frozenset({"signed_in", "vouched", "arrival"})
"""Tables of what holds for hours: whoever signed out since must not be signed in again by a backup that comes back."""
