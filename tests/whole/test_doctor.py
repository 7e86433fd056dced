"""`riskmap doctor`: what stops the work is told with what to do, nothing is changed, and what is well is said to be."""

from __future__ import annotations

import json
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mapping.cli.app import app
from mapping.cli.doctor import data, machine
from mapping.cli.doctor.finding import Asked, Finding, State
from mapping.export.packs import letters
from mapping.model.locale import Lang
from mapping.model.locale.texts import catalogue
from mapping.model.settings import settings
from mapping.store.shared import Sharing
from mapping.store.shared.places import place_at
from mapping.store.sql import Database
from mapping.store.sql.migrating import last_step, take_steps
from mapping.store.sql.opened import FILE, FOLDER, _opened
from tests.serving import ROOT, free_port


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Without settings of this machine's own; databases are opened anew."""
    for name in ("HOST", "PORT", "RISKMAP_LANG"):
        monkeypatch.delenv(name, raising=False)
    settings.cache_clear()
    yield
    settings.cache_clear()
    _opened.cache_clear()


@pytest.fixture
def home(tiny_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_home, tmp_path / "home"))


def asked(home: Path, *more: str, port: int | None = None) -> Result:
    line = ["doctor", "--home", str(home), "--lang", "en", "--port", str(port or free_port()), *more]
    return CliRunner().invoke(app, line)


def rules(result: Result) -> dict[str, str]:
    """What was found, by its rule, with the state."""
    return {one["rule"]: one["state"] for one in json.loads(result.stdout)["checks"]}


def base_of(home: Path) -> Path:
    return home / FOLDER / FILE


def test_a_machine_on_which_all_is_well(home: Path) -> None:
    Database(base_of(home)).close()
    result = asked(home, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["well"] is True
    found = rules(result)
    assert {
        "fonts": "well",
        "snapshot_demonstration": "well",
        "server_free": "well",
        "database": "well",
    }.items() <= found.items()
    assert "fault" not in found.values()


def test_each_line_says_what_how_and_what_to_do(tmp_path: Path) -> None:
    result = asked(tmp_path / "nothing")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    (at,) = [
        number for number, line in enumerate(lines) if line.startswith("fault    Data: nothing was published into")
    ]
    assert lines[at + 1].startswith("         → Publish")
    assert lines[-1] == "What is called a fault stops the work."
    assert not (tmp_path / "nothing").exists()


def test_a_damaged_snapshot_is_named_by_its_file(home: Path) -> None:
    victim = next(home.glob("*/areas.parquet"))
    victim.write_bytes(victim.read_bytes()[:-1])
    result = asked(home)
    assert result.exit_code == 1
    assert re.search(r"^fault +Data: .*areas\.parquet", result.stdout, re.MULTILINE)


def test_a_snapshot_of_a_later_version_is_told(home: Path) -> None:
    manifest = next(home.glob("*/manifest.json"))
    written = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**written, "format": written["format"] + 1}), encoding="utf-8")
    assert rules(asked(home, "--json"))["snapshot_newer"] == "fault"


def test_a_database_of_a_later_version_is_told_and_left(home: Path) -> None:
    Database(base_of(home)).close()
    with sqlite3.connect(base_of(home)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 's9999_later'")
    result = asked(home, "--json")
    assert (result.exit_code, rules(result)["database_newer"]) == (1, "fault")


def test_a_database_of_an_earlier_version_is_told_and_left(home: Path) -> None:
    base = Database(base_of(home), as_it_is=True)
    with base.writing() as connection:
        take_steps(connection, "s0003_seen")
    base.close()
    result = asked(home)
    assert result.exit_code == 0
    assert f"step s0003_seen; this version works at {last_step()}" in result.stdout
    with sqlite3.connect(base_of(home)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("s0003_seen",)]


def test_a_database_that_cannot_be_reached_is_told_without_its_password(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RISKMAP_DATABASE", f"postgresql://riskmap:secret@127.0.0.1:{free_port()}/riskmap")
    result = asked(home, "--json")
    assert (result.exit_code, rules(result)["database_unusable"]) == (1, "fault")
    assert "secret" not in result.stdout


def test_every_setting_that_cannot_be_followed_is_told(home: Path) -> None:
    """Other commands end at the first."""
    wrong = {
        "RISKMAP_KEEP_LAST": "0",
        "RISKMAP_SIGN_IN": "password",
        "RISKMAP_PUBLISHNG": "off",
        "RISKMAP_HOME": str(home),
    }
    line = [sys.executable, "-m", "mapping.cli", "doctor", "--lang", "en", "--port", str(free_port())]
    told = subprocess.run(
        line,
        cwd=ROOT,
        env={"PATH": "", "PYTHONPATH": ":".join(sys.path), **wrong},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 1, told.stderr
    assert {"RISKMAP_KEEP_LAST", "RISKMAP_SIGN_IN", "RISKMAP_PUBLISHNG"} <= set(re.findall(r"RISKMAP_\w+", told.stdout))
    assert "Sign-in: not looked at: mend the settings first." in told.stdout


@pytest.mark.parametrize(
    ("sign_in", "host", "rule", "status"),
    [
        ("", "10.0.0.5", "open", 1),
        ("oidc", "127.0.0.1", "oidc", 1),
        ("proxy", "127.0.0.1", "proxy_from", 1),
        ("", "127.0.0.1", "sign_in_nobody", 0),
    ],
)
def test_ways_to_sign_in_that_do_not_fit_are_told(
    sign_in: str, host: str, rule: str, status: int, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RISKMAP_SIGN_IN", sign_in)
    monkeypatch.setattr("mapping.cli.doctor.network._WAIT_SECONDS", 0.2)
    result = asked(home, "--json", "--host", host)
    found = {one["check"]: one for one in json.loads(result.stdout)["checks"]}
    assert (found["sign_in"]["rule"], found["sign_in"]["state"] == "fault") == (rule, bool(status))


def test_nobody_who_administers_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Database(base_of(home)).close()
    monkeypatch.setenv("RISKMAP_SIGN_IN", "local")
    assert rules(asked(home, "--json"))["accounts_none"] == "note"
    made = CliRunner().invoke(app, ["people", "first", "admin", "--home", str(home), "--lang", "en"])
    assert "/auth/invitation/" in made.stdout
    assert rules(asked(home, "--json"))["accounts"] == "well"


def test_the_first_account_may_everything_and_is_made_once(home: Path) -> None:
    line = ["people", "first", "admin", "--home", str(home), "--lang", "en"]
    CliRunner().invoke(app, line)
    again = CliRunner().invoke(app, line)
    assert (again.exit_code, again.stdout) == (
        0,
        "There are accounts already, none was made. For a new link: riskmap people invite LOGIN.\n",
    )
    listed = CliRunner().invoke(app, ["people", "list", "--home", str(home), "--lang", "en"]).stdout
    assert all(f"{right}:1710" in listed for right in ("view", "report", "confirm", "publish", "administer", "audit"))


@pytest.mark.parametrize(
    ("place", "current", "rule", "status"),
    [
        ("database", None, "shared", 0),
        ("database", "20260215-00000000", "shared_behind", 0),
        ("s3://bucket/riskmap", None, "shared_wrong", 1),
    ],
)
def test_what_servers_share_is_compared(
    place: str, current: str | None, rule: str, status: int, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = Database(base_of(home))
    if current:
        Sharing(base, place_at("database", base)).switch(current)
    base.close()
    monkeypatch.setenv("RISKMAP_SNAPSHOTS", place)
    result = asked(home, "--json")
    assert (result.exit_code, rule in rules(result)) == (status, True)


def test_another_program_at_the_port_is_told(home: Path) -> None:
    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<html>")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Other) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        result = asked(home, "--json", port=other.server_port)
        other.shutdown()
    assert (result.exit_code, rules(result)["server_other"]) == (1, "fault")


def test_one_who_listens_and_says_nothing_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mapping.cli.doctor.network._WAIT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert rules(asked(home, "--json", port=silent.getsockname()[1]))["server_other"] == "fault"


def test_a_mail_server_that_is_away_stops_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISKMAP_SMTP", f"smtp://127.0.0.1:{free_port()}")
    result = asked(home, "--json")
    assert (result.exit_code, rules(result)["mail_refused"]) == (0, "note")


def test_a_list_of_recipients_that_is_not_there_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RISKMAP_REMIND_LIST", str(home / "nothing.csv"))
    result = asked(home, "--json")
    assert result.exit_code == 0
    (mail,) = [one for one in json.loads(result.stdout)["checks"] if one["check"] == "mail" and one["state"] == "note"]
    assert "nothing.csv" in mail["told"]


def test_packages_are_held_against_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "packages.txt").write_text(
        "typer==0.0.1 --hash=sha256:00\nnosuchpackage==1.0 --hash=sha256:00\ncolorama==0.1 ; sys_platform == 'win32'\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(sys, "prefix", str(tmp_path / ".venv"))
    missing, other = machine.packages(Asked(tmp_path, "127.0.0.1", 1))
    assert (missing.state, missing.details) == (State.FAULT, {"packages": "nosuchpackage==1.0"})
    assert (other.state, str(other.details["packages"]).startswith("typer ")) == (State.NOTE, True)


def test_a_clock_that_is_behind_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_published", lambda _home: datetime.now(UTC) + timedelta(hours=2))
    assert rules(asked(home, "--json"))["clock_behind"] == "fault"


def test_a_font_that_is_not_there_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "BOLD", home / "nothing.ttf")
    assert rules(asked(home, "--json"))["fonts_missing"] == "fault"


def test_a_home_that_cannot_be_written_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(data.tempfile, "TemporaryFile", refused)
    assert rules(asked(home, "--json"))["home_closed"] == "fault"


def test_everything_that_may_be_found_has_words_in_four_languages() -> None:
    """Each rule that the checks name stands in the catalogue, and no advice stands there without its finding."""
    source = "".join(path.read_text(encoding="utf-8") for path in Path(str(machine.__file__)).parent.glob("*.py"))
    words = {key.removeprefix("doctor.") for key in catalogue() if key.startswith("doctor.")}
    advice = {key for key in words if key.endswith("_do")}
    assert {key.removesuffix("_do") for key in advice} <= words
    told = {key for key in words - advice if not key.startswith(("state_", "check_"))}
    assert {key for key in told if f'"{key}"' not in source and f'"doctor.{key}"' not in source} <= {
        "nothing_published"
    }
    checks = set(re.findall(r'Finding(?:\.of)?\(\s*"(\w+)"', source))
    assert {f"check_{name}" for name in checks} == {key for key in words if key.startswith("check_")}


@pytest.mark.parametrize("lang", Lang)
def test_a_finding_says_itself_in_each_language(lang: Lang) -> None:
    finding = Finding("disk", State.FAULT, "disk_low", {"folder": "/x y", "free": 5})
    assert "/x y" in finding.told(lang)
    assert "riskmap snapshots prune" in finding.advice(lang)
