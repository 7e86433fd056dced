"""`riskmap remind`: who is written to of what, in four languages, and once in a day; sent to a mail server of the test's own."""

from __future__ import annotations

import email
import email.policy
import io
import ssl
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pypdf import PdfReader
from sqlalchemy import select
from typer.testing import CliRunner, Result

from mapping.access import managing
from mapping.access.person import ANYBODY, Post
from mapping.cli.app import app
from mapping.live.reminders.claims import REMINDED, claim, give_up
from mapping.live.reminders.due import due_of, posts_with_work
from mapping.live.reminders.letter import as_html, as_pdf, as_text, letter
from mapping.live.reminders.recipients import ListRefused, read_recipients
from mapping.live.reports import book
from mapping.live.reports.report import Act as ReportAct
from mapping.live.reports.report import Draft
from mapping.live.reports.rules import Known
from mapping.model import wording
from mapping.model.locale import Lang, text
from mapping.model.settings import Settings, settings
from mapping.model.vocabulary import MeasureStatus
from mapping.store import Snapshot
from mapping.store.sql import Database, database
from mapping.store.sql.opened import _opened
from mapping.views.oversight.situation import all_measures
from tests.databases import address, base, postgresql
from tests.serving import free_port
from tests.whole.decisions.conftest import own_home

__all__ = ["address", "base", "own_home", "postgresql"]
TODAY = date(2026, 1, 20)


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    yield
    settings.cache_clear()
    _opened.cache_clear()


@pytest.fixture
def overdue(tiny_snapshot: Snapshot) -> Any:
    """M3, overdue by 15 days on 15 January 2026."""
    return all_measures(tiny_snapshot).set_index("id").loc["M3"]


@pytest.fixture
def post(overdue: Any) -> tuple[str, str, str]:
    """The district's post that answers for it."""
    return str(overdue["area"])[:7], str(overdue["district_agency"]), str(overdue["district_post"])


class Mailbox:
    """A mail server that keeps what comes, but for addresses that it does not know."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address.startswith("nobody@"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.messages.append(email.message_from_bytes(envelope.content, policy=email.policy.default))  # type: ignore[arg-type]
        return "250 OK"


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    kept = Mailbox()
    port = free_port()
    server = Controller(kept, hostname="127.0.0.1", port=port)
    server.start()
    monkeypatch.setenv("RISKMAP_SMTP", f"smtp://127.0.0.1:{port}")
    monkeypatch.setenv("RISKMAP_SMTP_FROM", "riskmap@example.uz")
    settings.cache_clear()
    yield kept
    server.stop()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1 that vouches for itself, with its key behind it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail of the test")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(datetime.now(UTC) - timedelta(days=1)).not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = tmp_path_factory.mktemp("certificate") / "both.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(made.public_bytes(Encoding.PEM) + secret)
    return path


@pytest.fixture(params=["smtp", "smtps"])
def sealed(request: pytest.FixtureRequest, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A server that takes letters and passwords over TLS alone: by STARTTLS, or from the beginning."""
    kept, port, context = Mailbox(), free_port(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def knows(_server: Any, _session: Any, _envelope: Any, _way: str, given: Any) -> AuthResult:
        return AuthResult(success=(given.login, given.password) == (b"riskmap", b"word@1"))

    sealing: dict[str, Any] = (
        {"ssl_context": context, "auth_require_tls": False}
        if request.param == "smtps"
        else {"tls_context": context, "require_starttls": True}
    )
    server = Controller(kept, hostname="127.0.0.1", port=port, authenticator=knows, auth_required=True, **sealing)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server.start()
    monkeypatch.setenv("RISKMAP_SMTP", f"{request.param}://riskmap:{quote('word@1')}@127.0.0.1:{port}")
    monkeypatch.setenv("RISKMAP_SMTP_FROM", "riskmap@example.uz")
    settings.cache_clear()
    yield kept
    server.stop()


def run(*line: str, status: int = 0, lang: Lang = Lang.EN) -> Result:
    result = CliRunner().invoke(app, ["remind", *line, "--lang", str(lang)])
    assert result.exit_code == status, result.output
    return result


def listed(folder: Path, *lines: str) -> str:
    path = folder / "list.csv"
    path.write_text("\n".join(("login,area,agency,post,mail,lang", *lines)) + "\n", encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("lang", list(Lang))
def test_a_letter_says_the_same_as_a_page_a_sheet_and_in_plain_words(
    tiny_snapshot: Snapshot, post: tuple[str, str, str], lang: Lang
) -> None:
    parts = due_of(tiny_snapshot, frozenset([post]), within=7)
    assert parts["overdue"]["id"].tolist() == ["M3"]
    one = letter(tiny_snapshot, "<b>Karim</b>", parts, lang, day=TODAY, own="Savollar: 201-xona")
    assert wording.day(TODAY, lang) in one.title, "it is of the day on which it is written"
    said = [
        wording.day(tiny_snapshot.as_of, lang),
        text("reminder.days_over", lang, count=15),
        text("reminder.overdue", lang, count=1),
        "Savollar: 201-xona",
    ]
    sheet = "".join(page.extract_text() for page in PdfReader(io.BytesIO(as_pdf(one, tiny_snapshot))).pages)
    page = as_html(one).decode()
    assert "15" in said[1]
    for words in said:
        assert words in page
        assert words in as_text(one)
        assert words.replace(" ", "") in sheet.replace(" ", "").replace("\n", "")
    assert text("page.demonstration", lang) in page
    assert "&lt;b&gt;Karim" in page
    assert "<script" not in page
    assert "http" not in page


def test_every_post_with_something_to_do_is_found(tiny_snapshot: Snapshot, post: tuple[str, str, str]) -> None:
    found = posts_with_work(tiny_snapshot, tiny_snapshot.region, 7)
    assert post in found
    assert all(due_of(tiny_snapshot, frozenset([one]), 7) for one in found)


def test_nobody_is_told_the_same_twice_in_a_day(base: Database) -> None:
    assert claim(base, TODAY, "A@x.uz", ["overdue:M1", "due:M2"]) == {"overdue:M1", "due:M2"}
    assert claim(base, TODAY, "a@x.uz", ["overdue:M1", "due:M3"]) == {"due:M3"}
    give_up(base, TODAY, "a@x.uz", ["due:M3"])
    assert claim(base, TODAY, "a@x.uz", ["due:M3"]) == {"due:M3"}
    assert claim(base, TODAY, "b@x.uz", ["due:M3"]) == {"due:M3"}
    assert claim(base, date(2026, 1, 21), "a@x.uz", ["overdue:M1"]) == {"overdue:M1"}
    with base.reading() as connection:
        assert len(connection.execute(select(REMINDED)).all()) == 1, "days before are forgotten"


def test_letters_are_written_for_people_and_for_posts_that_nobody_holds(
    own_home: Path, tmp_path: Path, post: tuple[str, str, str]
) -> None:
    out = tmp_path / "letters"
    run("--out", str(out))
    named = "-".join(post)
    assert {f"{named}.html", f"{named}.pdf"} <= {path.name for path in out.iterdir()}
    managing.add(
        database(own_home), ANYBODY, login="karim", name="Karim O‘tkir", area="1710", grants=[], posts=[Post(*post)]
    )
    out = tmp_path / "again"
    run("--out", str(out), lang=Lang.RU)
    names = {path.name for path in out.iterdir()}
    assert "karim.html" in names
    assert f"{named}.html" not in names
    assert "Karim O‘tkir" in (out / "karim.html").read_text(encoding="utf-8")


def test_a_letter_tells_what_is_overdue_on_its_own_day_though_the_last_report_be_older(
    own_home: Path, tmp_path: Path, post: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """M3 was due on 31 December 2025; something was reported on 20 January, the letter is of the 25th."""
    sent = Draft("M3", 0, ReportAct.PROGRESS, "key", progress=40)
    moment = datetime(2026, 1, 20, 12, tzinfo=UTC)
    monkeypatch.setattr("mapping.live.reports.book.datetime", type("Then", (), {"now": lambda _: moment}))
    book.add(database(own_home), sent, Known(f"{post[0]}001", MeasureStatus.IN_PROGRESS, None), person="")
    monkeypatch.setattr(
        "mapping.cli.remind.date", type("Later", (date,), {"today": classmethod(lambda _: date(2026, 1, 25))})
    )
    run("--out", str(tmp_path))
    written = (tmp_path / f"{'-'.join(post)}.html").read_text(encoding="utf-8")
    for said in (
        "25 days over",
        "Measures overdue and due (as of 25 Jan 2026)",
        "Figures as of 15 Jan 2026, measures judged on 25 Jan 2026",
    ):
        assert said in written


def test_letters_are_sent_once_in_a_day_in_the_language_of_each(
    own_home: Path, tmp_path: Path, post: tuple[str, str, str], mailbox: Mailbox
) -> None:
    given = listed(tmp_path, f",{','.join(post)},head@example.uz,ru")
    assert "Sent: 1." in run("--list", given).output
    (message,) = mailbox.messages
    assert (message["To"], message["From"]) == ("head@example.uz", "riskmap@example.uz")
    assert message["Subject"].startswith("Меры")
    kinds = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html", "application/pdf"]
    again = run("--list", given).output
    assert "Sent: 0. Written to before today: 1." in again
    assert len(mailbox.messages) == 1
    assert own_home.exists()


def test_what_the_server_does_not_take_is_told_and_sent_again_next_time(
    own_home: Path, tmp_path: Path, post: tuple[str, str, str], mailbox: Mailbox
) -> None:
    told = run("--list", listed(tmp_path, f",{','.join(post)},nobody@example.uz,"), status=1)
    assert "no such mailbox" in told.output
    assert "Not taken by the server: 1" in told.output
    with database(own_home).reading() as connection:
        assert connection.execute(select(REMINDED)).all() == []
    assert mailbox.messages == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_letters_and_the_password_go_over_tls(
    own_home: Path, tmp_path: Path, post: tuple[str, str, str], sealed: Mailbox
) -> None:
    assert "Sent: 1." in run("--list", listed(tmp_path, f",{','.join(post)},head@example.uz,ru")).output
    (message,) = sealed.messages
    assert message["To"] == "head@example.uz"
    assert own_home.exists()


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_a_server_whose_certificate_nobody_vouches_for_gets_no_letter_and_no_password(
    own_home: Path, tmp_path: Path, post: tuple[str, str, str], sealed: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    told = run("--list", listed(tmp_path, f",{','.join(post)},head@example.uz,ru"), status=1).output
    assert "CERTIFICATE_VERIFY_FAILED" in told.upper().replace(" ", "_")
    assert sealed.messages == []
    with database(own_home).reading() as connection:
        assert connection.execute(select(REMINDED)).all() == [], "it is sent again next time"


def test_a_password_that_the_protocol_does_not_carry_is_told(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISKMAP_SMTP", f"smtp://riskmap:{quote('so‘z')}@127.0.0.1:1")
    settings.cache_clear()
    assert text("reminder.password_signs", Lang.EN, server="127.0.0.1") in run(status=1).output
    assert own_home.exists()


def test_a_server_that_is_not_there_is_told(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISKMAP_SMTP", "smtp://someone:secret@127.0.0.1:1")
    settings.cache_clear()
    told = run(status=1).output
    assert "127.0.0.1" in told
    assert "secret" not in told
    assert own_home.exists()


def test_outside_of_the_hours_nothing_is_sent(
    own_home: Path, tmp_path: Path, post: tuple[str, str, str], mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Settings, "reminds_at", lambda _self, _moment: False)
    assert "another time" in run("--list", listed(tmp_path, f",{','.join(post)},head@example.uz,")).output
    assert mailbox.messages == []
    assert own_home.exists()


def test_hours_and_days_are_those_that_are_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISKMAP_REMIND_HOURS", "8-18")
    monkeypatch.setenv("RISKMAP_REMIND_WEEKDAYS", "1, 5")
    found = Settings()
    monday = datetime(2026, 11, 30, 8, 0)
    assert found.reminds_at(monday)
    assert not found.reminds_at(monday.replace(hour=18))
    assert not found.reminds_at(monday.replace(hour=7, minute=59))
    assert not found.reminds_at(datetime(2026, 12, 1, 9))
    assert found.reminds_at(datetime(2026, 12, 4, 9))
    monkeypatch.setenv("RISKMAP_SMTP", "smtp://user:hidden-word@mail.local:25")
    assert "hidden-word" not in repr(Settings())


def test_without_a_place_to_write_to_it_is_wrong_usage(own_home: Path) -> None:
    assert "RISKMAP_SMTP" in run(status=2).output
    assert own_home.exists()


@pytest.mark.parametrize(
    "line", ["karim,,,,not-an-address,", ",1710207,,,head@example.uz,", "karim,,,,k@example.uz,fr", "karim,,,,a@b c@d,"]
)  # fmt: skip
def test_a_line_of_the_list_that_cannot_be_followed_is_told(tmp_path: Path, line: str) -> None:
    with pytest.raises(ListRefused, match="row 2"):
        read_recipients(Path(listed(tmp_path, line)))
