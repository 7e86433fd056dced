"""What an installation may set, from environment variables that begin with RISKMAP_."""

from __future__ import annotations

import os
import re
import sys
from datetime import datetime
from enum import StrEnum
from functools import cache
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, PositiveInt, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from mapping.model.locale import DEFAULT_LANG, Lang, text
from mapping.model.problems import Told

PREFIX = "RISKMAP_"
WRONG_USAGE = 2
_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?", re.ASCII)
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]*", re.ASCII)
_CLAIM = re.compile(r"[A-Za-z][A-Za-z0-9_:/.-]{0,99}", re.ASCII)
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,189}", re.ASCII)
_DATABASES = ("postgresql://", "sqlite:///")
_TILE_PARTS = ("{z}", "{x}", "{y}")


class Publishing(StrEnum):
    """What a server lets its pages do with the home folder."""

    ON = "on"
    CHECK = "check"
    OFF = "off"


class View(StrEnum):
    """What one sees who may look somewhere: the figures of the region, or of the own area alone."""

    ALL = "all"
    OWN = "own"


class SignIn(StrEnum):
    """A way by which people come in."""

    OFF = "off"
    LOCAL = "local"
    PROXY = "proxy"
    OIDC = "oidc"


class LogLevel(StrEnum):
    """From what weight on the server writes a line into its log."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class LogForm(StrEnum):
    """How the server writes its log: lines for people, or an object of JSON a line."""

    LINES = "lines"
    JSON = "json"


class SettingsFault(Told):
    """A variable that cannot be followed: its name, what it says, and what it may say."""

    def __init__(self, field: str, given: str) -> None:
        self.field, self.given = field, given
        super().__init__(self.told(Lang.EN))

    def told(self, lang: Lang) -> str:
        """What is wrong and what may be, in one sentence each."""
        allowed = text(f"settings.{self.field}", lang)
        return text("settings.fault", lang, name=f"{PREFIX}{self.field.upper()}", value=self.given, allowed=allowed)


def _names(given: object) -> object:
    return given.replace(",", " ").split() if isinstance(given, str) else given


def _host(given: str) -> str:
    """A host name as browsers send it: in small letters, other alphabets in their written-out form."""
    name = given.encode("idna").decode().lower().rstrip(".")
    if not _NAME.fullmatch(name):
        raise ValueError("no host name")
    return name


def _tiles(given: str) -> str:
    if not given.startswith(("http://", "https://")) or not all(part in given for part in _TILE_PARTS):
        raise ValueError("no template of tiles")
    return given


def _database(given: str) -> str:
    if not given.startswith(_DATABASES):
        raise ValueError("no database")
    return given


def _shared(given: str) -> str:
    if given != "database" and "://" not in given and not given.startswith("/"):
        raise ValueError("no place for all")
    return given


def _off_alone(given: tuple[SignIn, ...]) -> tuple[SignIn, ...]:
    if SignIn.OFF in given and len(given) > 1:
        raise ValueError("off, and another way")
    return given


def _network(given: str) -> str:
    return str(ip_network(given))


def _header(given: str) -> str:
    if not _HEADER.fullmatch(given):
        raise ValueError("no name of a header")
    return given


def _issuer(given: str) -> str:
    """An address over TLS, or of this machine: what comes from elsewhere unprotected could be anybody's word."""
    parts = urlsplit(given)
    is_safe = parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in {"127.0.0.1", "::1", "localhost"}
    )
    if not is_safe or not parts.netloc or parts.query or parts.fragment:
        raise ValueError("no issuer")
    return given


def _smtp(given: SecretStr) -> SecretStr:
    parts = urlsplit(given.get_secret_value())
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path.strip("/") or parts.port == 0:
        raise ValueError("no mail server")
    return given


def _mail(given: str) -> str:
    if not _MAIL.fullmatch(given):
        raise ValueError("no address of mail")
    return given


def _hours(given: str) -> str:
    first, _, last = given.partition("-")
    if not (first.isdecimal() and last.isdecimal() and int(first) < int(last) <= 24):
        raise ValueError("no hours")
    return given


def _listening(given: str) -> str:
    host, _, port = given.rpartition(":")
    if not (host and port.isdecimal() and 0 < int(port) < 65536):
        raise ValueError("no address to listen at")
    return given


def _claim(given: str) -> str:
    if not _CLAIM.fullmatch(given):
        raise ValueError("no name of a claim")
    return given


class Settings(BaseSettings):
    """`tiles`: address template of a tile server inside the network, as http://tiles.local/{z}/{x}/{y}.png.

    Without it the map has no tiles and asks nobody.
    `smallest_count`: the smallest count of a group (youth, women, unemployed) that is shown beside 0; 1 shows all.
    `categories`: a file of rules of categories in place of the shipped one (`stats/categories.toml`).
    `publishing`: what the pages may do: `on` (the default) publish and switch snapshots, `check` only examine files,
    `off` neither. The command line is not bound by it.
    `keep_last`, `keep_months`: which snapshots `riskmap snapshots prune` keeps, at least 1; without either, all.
    `database`: where what people write is kept: an address of PostgreSQL or SQLite; by default a file of the home folder.
    `snapshots`: where several servers find what one of them published: `database`, a folder that all reach, or an address that fsspec knows
    (s3://…); without it the server stands alone.
    `sign_in`: the ways by which people come in, `off` alone; without it nobody signs in on this machine's own address, and the server
    starts on no other. `proxy_header`, `proxy_from`: the header in which a proxy names the person, and the addresses from which it comes.
    `oidc_issuer`, `oidc_client`, `oidc_secret`: a sign-in service of the network (OpenID Connect) and under which name it knows this
    server; `oidc_claim`: what of its word is the login; `oidc_name`: what the button calls it.
    `view`: whether whoever may look anywhere sees all figures (`all`, the default) or those of the own area alone (`own`).
    `session_idle_minutes`, `session_hours`: after how long without use, and at the latest, one must sign in again.
    `evidence_megabytes`: how much the files that come with reports may take together.
    `audit_months`: after so many months lines leave the book of what was done, at least 4; without it none does.
    `api_per_minute`: how often a minute another system may ask with one token.
    `smtp`, `smtp_from`: the mail server of reminders, as smtp://user:password@host:25 or smtps://…, and the address that they come from.
    `remind_list`, `remind_days`, `remind_hours`, `remind_weekdays`, `remind_text`: to whom they go, of what is due within how many days, between which hours
    (`8-18`) and on which days (1 is Monday) they are sent, and words of the installation at their top.
    `hosts`: names under which browsers reach the server, besides addresses in digits, `localhost` and the machine's own name.
    `log_level`, `log_form`: from what weight on the server writes a line into its log, and how.
    `metrics`: host and port at which figures of the running server are offered to Prometheus; without it nowhere.
    `lang`: the language of commands, and of what the server says before anybody asks it for a page.

    A variable that is empty is taken for one that is not set.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True)

    tiles: Annotated[str, AfterValidator(_tiles)] | None = None
    smallest_count: PositiveInt = 5
    categories: Path | None = None
    publishing: Publishing = Publishing.ON
    keep_last: PositiveInt | None = None
    keep_months: PositiveInt | None = None
    database: Annotated[str, AfterValidator(_database)] | None = None
    snapshots: Annotated[str, AfterValidator(_shared)] | None = None
    sign_in: Annotated[tuple[SignIn, ...], BeforeValidator(_names), AfterValidator(_off_alone), NoDecode] = ()
    proxy_header: Annotated[str, AfterValidator(_header)] = "Remote-User"
    proxy_from: Annotated[tuple[Annotated[str, AfterValidator(_network)], ...], BeforeValidator(_names), NoDecode] = ()
    oidc_issuer: Annotated[str, AfterValidator(_issuer)] | None = None
    oidc_client: str | None = None
    oidc_secret: SecretStr | None = None
    oidc_claim: Annotated[str, AfterValidator(_claim)] = "preferred_username"
    oidc_name: str | None = None
    view: View = View.ALL
    session_idle_minutes: PositiveInt = 30
    session_hours: PositiveInt = 12
    evidence_megabytes: PositiveInt = 10_000
    audit_months: Annotated[int, Field(ge=4)] | None = None
    api_per_minute: PositiveInt = 600
    smtp: Annotated[SecretStr, AfterValidator(_smtp)] | None = None
    smtp_from: Annotated[str, AfterValidator(_mail)] | None = None
    remind_list: Path | None = None
    remind_days: PositiveInt = 7
    remind_hours: Annotated[str, AfterValidator(_hours)] | None = None
    remind_weekdays: Annotated[tuple[Annotated[int, Field(ge=1, le=7)], ...], BeforeValidator(_names), NoDecode] = ()
    remind_text: Annotated[str, Field(max_length=1000)] | None = None
    hosts: Annotated[tuple[Annotated[str, AfterValidator(_host)], ...], BeforeValidator(_names), NoDecode] = ()
    log_level: LogLevel = LogLevel.INFO
    log_form: LogForm = LogForm.LINES
    metrics: Annotated[str, AfterValidator(_listening)] | None = None
    lang: Lang = DEFAULT_LANG

    def reminds_at(self, moment: datetime) -> bool:
        """Whether reminders may be sent at this moment, by this machine's clock."""
        first, last = map(int, (self.remind_hours or "0-24").split("-"))
        return first <= moment.hour < last and (not self.remind_weekdays or moment.isoweekday() in self.remind_weekdays)

    @property
    def holds_sessions(self) -> bool:
        """Whether people come in by a page of ours, and are known again by a cookie."""
        return SignIn.LOCAL in self.sign_in or SignIn.OIDC in self.sign_in

    @property
    def asks_who_comes(self) -> bool:
        """Whether people sign in at all."""
        return bool(self.sign_in) and SignIn.OFF not in self.sign_in


@cache
def settings() -> Settings:
    """The settings of this process, read once. Raises SettingsFault at the first that cannot be followed."""
    try:
        return Settings()
    except ValidationError as fault:
        first = fault.errors()[0]
        raise SettingsFault(str(first["loc"][0]), str(first["input"])) from None


def setting_faults() -> list[SettingsFault]:
    """Every setting that cannot be followed, not the first alone."""
    try:
        Settings()
    except ValidationError as fault:
        by_field = {str(one["loc"][0]): str(one["input"]) for one in fault.errors()}
        return [SettingsFault(field, given) for field, given in by_field.items()]
    return []


def not_settings() -> list[str]:
    """Variables of the environment that begin like a setting and are none: misspelt, or of another version."""
    known = {f"{PREFIX}{field}".upper() for field in (*Settings.model_fields, "home")}
    return sorted(name for name in os.environ if name.upper().startswith(PREFIX) and name.upper() not in known)


def settings_or_exit() -> None:
    """Tell a setting that cannot be followed, and end with the status of wrong usage."""
    try:
        settings()
    except SettingsFault as fault:
        print(fault.told(language()), file=sys.stderr)
        raise SystemExit(WRONG_USAGE) from None


def language() -> Lang:
    """The language of the setting, the default where it is not set or not spoken."""
    given = os.environ.get(f"{PREFIX}LANG", "")
    return Lang(given) if given in list(Lang) else DEFAULT_LANG
