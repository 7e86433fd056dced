"""Who is signed in, as this process knows it: asked of the database once, and again as soon as anything was noted in the book.

What ends a session, or changes what one may, is written into the book in the same transaction. So one small question, asked every
half second, tells whether anything that is known here may have changed, in this process or in any other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache

from mapping.access import accounts, api_tokens, audit, sessions
from mapping.access.api_tokens import ApiToken
from mapping.access.errors import NoAccount
from mapping.access.person import Person
from mapping.access.sessions import SEEN_EVERY, Session, Stage
from mapping.store.sql import Database, database

LOOK_EVERY_SECONDS = 0.5
PERSON_HEADER = "x-riskmap-person"
"""In which the door tells pages who it is: the account's id."""
PEER_HEADER = "x-riskmap-peer"
"""In which it tells them from which address."""


@dataclass(frozen=True)
class Present:
    """A person and the session in which they are there; none where a proxy says at every request who it is, or a system comes with a `token`."""

    person: Person
    session: Session | None
    token: ApiToken | None = None

    def is_over(self, now: datetime) -> bool:
        """Whether the session, or the token, has ended by now."""
        ended = self.session or self.token
        return ended is not None and now >= ended.ends


class Presence:
    """What is known of sessions and people. Safe between threads: each change is one assignment."""

    def __init__(self, base: Database) -> None:
        self.base = base
        self._by_digest: dict[str, Present] = {}
        self._by_token: dict[str, Present] = {}  # apart: a token opens no page, and what a browser holds is no token
        self._by_login: dict[str, Present] = {}
        self._people: dict[str, Person] = {}
        self._noted: dict[str, datetime] = {}
        self._seq = -1

    def known(self, token_digest: str, now: datetime) -> Present | None:
        """Whose session it is, without asking the database; None where it is not known here."""
        present = self._by_digest.get(token_digest)
        return None if present is None or present.is_over(now) else present

    def asked(self, token_digest: str, now: datetime) -> Present | None:
        """Whose session it is; None where it has ended, waits for its second step, or the account was closed.

        Raises DatabaseUnusable.
        """
        kept = self._by_digest  # as it is before the question: an answer that is overtaken goes with it
        with self.base.reading() as connection:
            session = sessions.found(connection, token_digest, now)
            is_in = session is not None and session.stage is Stage.IN
            account = accounts.account_by_id(connection, session.account) if session and is_in else None
        if session is None or account is None:
            return None
        present = kept[token_digest] = Present(account.person, session)
        return present

    def by_token(self, token_digest: str, now: datetime) -> Present | None:
        """In whose place a system asks; None where its token has ended, was withdrawn, or the account was closed. Raises DatabaseUnusable."""
        kept = self._by_token
        known = kept.get(token_digest)
        if known is not None and not known.is_over(now):
            return known
        with self.base.reading() as connection:
            token = api_tokens.found(connection, token_digest, now)
            account = accounts.account_by_id(connection, token.account) if token else None
        if token is None or account is None:
            return None
        present = kept[token_digest] = Present(account.person, None, token)
        return present

    def named(self, login: str) -> Present | None:
        """The account that a proxy names; None where there is no open one. Raises DatabaseUnusable."""
        kept = self._by_login
        if login not in kept:
            try:
                with self.base.reading() as connection:
                    kept[login] = Present(accounts.account_of(connection, login).person, None)
            except NoAccount:
                return None
        return kept[login]

    def person(self, account: str) -> Person | None:
        """The person of an id that was told by the door; None where they are no longer there."""
        kept = self._people
        if account not in kept:
            with self.base.reading() as connection:
                found = accounts.account_by_id(connection, account)
            if found is None:
                return None
            kept[account] = found.person
        return kept[account]

    def must_note_use(self, present: Present, now: datetime) -> bool:
        """Whether it is so long since use was noted that it is to be noted again."""
        last = present.session.seen if present.session else self._noted.get(_used(present))
        return last is None or now - last > SEEN_EVERY

    def note_use(self, present: Present, now: datetime) -> Present:
        """Note that the session is used, or the account where there is none; gives how it stands now. Raises DatabaseUnusable."""
        if present.session is None:
            self._noted[_used(present)] = now
            with self.base.writing() as connection:
                accounts.change(connection, present.person.id, seen=now)
                if present.token is not None:
                    api_tokens.used(connection, present.token.id, now)
            return present
        kept = self._by_digest
        with self.base.writing() as connection:
            sessions.used(connection, present.session.digest, now)
        # What is known may be newer than what was given: a right that was withdrawn meanwhile stays withdrawn.
        later = kept.get(present.session.digest, present)
        later = replace(later, session=replace(present.session, seen=now))
        if present.session.digest in kept:
            kept[present.session.digest] = later
        return later

    def look(self) -> bool:
        """Forget what is known where anything was noted since the last look; whether it was. Raises DatabaseUnusable."""
        with self.base.reading() as connection:
            seq = audit.last_seq(connection)
        if seq == self._seq:
            return False
        self._seq = seq
        self.forget()
        return True

    def forget(self) -> None:
        """Ask the database anew for whoever comes."""
        self._by_digest, self._by_token, self._by_login, self._people = {}, {}, {}, {}

    def still(self, present: Present) -> Present | None:
        """How one who was let in stands now; None where they are no longer to be there. Raises DatabaseUnusable."""
        now = datetime.now(UTC)
        if present.session is None:
            return self.named(present.person.login)
        return self.known(present.session.digest, now) or self.asked(present.session.digest, now)


def _used(present: Present) -> str:
    """What is used where there is no session."""
    return present.token.id if present.token else present.person.id


def presence() -> Presence:
    """What this process knows. Raises DatabaseUnusable, DatabaseNewer."""
    return _of(database())


@lru_cache(maxsize=4)
def _of(base: Database) -> Presence:
    return Presence(base)
