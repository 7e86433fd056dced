"""Letters by mail: through the server that is set, one after the other, each with its PDF."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from mapping.live.reminders.letter import Letter, as_html, as_text
from mapping.model.problems import Ruled
from mapping.model.settings import Settings

WAIT_SECONDS = 30


class MailRefused(Ruled):
    """The mail `server` cannot be reached, or does not take what is sent (`reason`)."""

    texts = "reminder"
    rule = "mail_refused"


class PasswordSigns(MailRefused):
    """The name or the password for the mail `server` holds signs that its protocol does not carry."""

    rule = "password_signs"


@contextmanager
def post_office(settings: Settings) -> Iterator[smtplib.SMTP]:
    """The server, connected and, where the address has a password, signed in; TLS wherever it is offered. Raises MailRefused, PasswordSigns."""
    assert settings.smtp is not None
    parts = urlsplit(settings.smtp.get_secret_value())
    host = parts.hostname or ""
    name, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not (name + password).isascii():
        raise PasswordSigns(server=host)
    try:
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, parts.port or 465, timeout=WAIT_SECONDS, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(host, parts.port or 25, timeout=WAIT_SECONDS)
        with server:
            server.ehlo()
            if parts.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
            if name:
                server.login(name, password)
            yield server
    except (OSError, smtplib.SMTPException) as fault:
        raise MailRefused(server=host, reason=_words(fault)) from fault


def message_of(one: Letter, pdf: bytes, *, sender: str, mail: str) -> EmailMessage:
    """The letter in plain words and as a page, with its PDF."""
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = one.title, sender, mail
    message["Date"], message["Message-ID"] = formatdate(localtime=True), make_msgid(domain=sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(as_text(one))
    message.add_alternative(as_html(one).decode(), subtype="html")
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename="riskmap.pdf")
    return message


def send(server: smtplib.SMTP, message: EmailMessage) -> None:
    """Hand it over. Raises MailRefused where this one is not taken; the server goes on with others."""
    try:
        server.send_message(message)
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPException as fault:
        raise MailRefused(server=message["To"], reason=_words(fault)) from fault


def _words(fault: Exception) -> str:
    return " ".join(str(getattr(fault, "strerror", None) or fault).split())[:300]
