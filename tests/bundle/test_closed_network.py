"""The archive on a machine without a network: installed by an account without rights, seen, upgraded, taken back.

Minutes, and a package index the first time: `make bundle-test`, not `make test`.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bundle.archive import SERVED
from mapping import __version__
from tests.bundle.closed import Closed, closed_network

ROOT = Path(__file__).parents[2]
PYTHON = Path("/usr/bin/python3")
ROOM_BYTES = 8_000_000_000
LATER = "9.9.9"
ADDRESS = "http://127.0.0.1:8691"
PASSWORD = "uch otliq daraxt"
STEP = """
revision = "s9999_later"
down_revision = "{last}"
branch_labels = depends_on = None

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    op.create_table("later", sa.Column("id", sa.Integer, primary_key=True))
"""


@pytest.fixture(scope="module")
def number() -> str:
    """Which Python the machine has for every account."""
    if not PYTHON.exists():
        pytest.skip(f"no {PYTHON}, which every account may run")
    told = subprocess.run(
        [PYTHON, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], capture_output=True, text=True, check=True
    )
    return told.stdout.strip()


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where archives are written, and removed at the end: they are large; wheels that were fetched before are taken."""
    folder = tmp_path_factory.mktemp("build")
    (ROOT / "build" / "wheels").mkdir(parents=True, exist_ok=True)
    (folder / "wheels").symlink_to(ROOT / "build" / "wheels")
    yield folder
    for file in folder.glob("*.tar"):
        file.unlink()


def archive(source: Path, build: Path, number: str, version: str) -> Path:
    subprocess.run(
        [sys.executable, "-m", "bundle", "--python", number, "--source", source, "--build", build], cwd=ROOT, check=True
    )
    return build / f"riskmap-{version}-linux-x86_64.tar"


@pytest.fixture(scope="module")
def first(build: Path, number: str) -> Path:
    return archive(ROOT, build, number, __version__)


@pytest.fixture(scope="module")
def later(build: Path, number: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of the same source with a higher version and one step more of the database."""
    source = tmp_path_factory.mktemp("later")
    for name in (*SERVED, "src", "bundle", "pyproject.toml", "requirements.lock"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, source / name)
    about = source / "src" / "mapping" / "__init__.py"
    about.write_text(about.read_text(encoding="utf-8").replace(__version__, LATER), encoding="utf-8")
    steps = source / "src" / "mapping" / "store" / "sql" / "migrations" / "versions"
    last = max(path.stem for path in steps.glob("s0*.py"))
    (steps / "s9999_later.py").write_text(STEP.format(last=last), encoding="utf-8")
    return archive(source, build, number, LATER)


def in_memory() -> Path | None:
    """Where there is room in memory: to remove a hundred thousand small files takes a busy disk minutes."""
    folder = Path("/dev/shm")
    may_run = folder.is_dir() and not os.statvfs(folder).f_flag & os.ST_NOEXEC
    return folder if may_run and shutil.disk_usage(folder).free > ROOM_BYTES else None


@pytest.fixture(scope="module")
def closed() -> Iterator[Closed]:
    """A folder with spaces and Cyrillic letters in its path, of an account without rights."""
    with tempfile.TemporaryDirectory(prefix="ёпиқ тармоқ ", dir=in_memory()) as temporary:
        folder = Path(temporary)
        shutil.chown(folder, "nobody")
        with closed_network(folder) as network:
            yield network


@pytest.fixture(scope="module")
def place(closed: Closed) -> Path:
    return closed.folder / "хавф харитаси"


def unpacked(closed: Closed, file: Path) -> Path:
    """The archive's folder, laid out by the account."""
    copy = closed.folder / file.name
    if not copy.exists():
        shutil.copy(file, copy)
        copy.chmod(0o644)
        closed.run("tar", "-xf", copy.name)
    return closed.folder / file.stem


def installed(closed: Closed, file: Path, *more: str | Path, status: int = 0) -> str:
    """By one whose shell speaks of another home folder."""
    script = unpacked(closed, file) / "install.sh"
    return closed.run("sh", script, "--lang", "en", *more, status=status, RISKMAP_HOME="/nowhere")


def riskmap(closed: Closed, place: Path, *words: str) -> str:
    return closed.run(place / "bin" / "riskmap", *words, RISKMAP_HOME="/nowhere")


def test_an_archive_that_is_not_whole_is_refused_before_anything_is_installed(closed: Closed, first: Path) -> None:
    folder = unpacked(closed, first)
    victim = next((folder / "wheels").glob("rich-*.whl"))
    content = victim.read_bytes()
    victim.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    said = installed(closed, first, "--to", closed.folder / "broken", status=1)
    victim.write_bytes(content)
    assert f"wheels/{victim.name}: FAILED" in said
    assert "The archive is not whole" in said
    assert not list((closed.folder / "broken" / "versions").iterdir())


def test_a_python_that_does_not_fit_is_told(closed: Closed, first: Path, number: str) -> None:
    (unpacked(closed, first) / f"packages-{number}.txt").rename(closed.folder / "kept.txt")
    said = installed(closed, first, "--to", closed.folder / "broken", status=1)
    (closed.folder / "kept.txt").rename(unpacked(closed, first) / f"packages-{number}.txt")
    assert "There is no Python that fits" in said
    assert f"python3 ({number})" in said


def test_it_is_installed_and_shows_the_first_map(closed: Closed, first: Path, place: Path) -> None:
    said = installed(closed, first, "--to", place, "--port", ADDRESS.rpartition(":")[2])
    assert f"Version {__version__} is installed in {place}" in said
    assert f"The map is then at {ADDRESS}" in said
    link = re.search(rf"^{ADDRESS}/auth/invitation/\S+$", said, re.MULTILINE)
    assert link is not None
    with closed.served(place / "bin" / "serve", ADDRESS):
        health, stranger = closed.ask(f"{ADDRESS}/healthz", f"{ADDRESS}/")
        told = json.loads(health.content)
        assert (health.status, told["status"], told["as_of"]) == (200, "ok", "2026-01-15")
        assert stranger.status == 401
        chosen = (link[0], {"password": PASSWORD, "again": PASSWORD})
        (display,) = (place / "home" / told["snapshot"] / "display").glob("mahalla-1710.*.json.gz")
        drawn = f"{ADDRESS}/riskmap/geometry/{told['snapshot']}/{display.stem}"
        *_, page, mahallas = closed.ask(link[0], chosen, f"{ADDRESS}/", drawn)
        assert (page.status, mahallas.status) == (200, 200)
        assert "<title>Streamlit</title>" in page.content
        assert mahallas.content == gzip.decompress(display.read_bytes()).decode()
        assert "answers at 127.0.0.1:8691: ok" in riskmap(closed, place, "doctor")
    assert "Version" in installed(closed, first, "--to", place, status=1)


def test_units_of_systemd_name_the_program(closed: Closed, place: Path) -> None:
    for whose in ("system", "user"):
        unit = (place / "systemd" / whose / "riskmap.service").read_text(encoding="utf-8")
        assert f'ExecStart="{place}/bin/serve"' in unit
        assert ("User=nobody" in unit) == (whose == "system")
    if shutil.which("systemd-analyze"):
        subprocess.run(["systemd-analyze", "verify", place / "systemd" / "system" / "riskmap.service"], check=True)


def test_an_upgrade_waits_until_the_server_stands_still(closed: Closed, later: Path, place: Path) -> None:
    with closed.served(place / "bin" / "serve", ADDRESS):
        said = installed(closed, later, "--to", place, status=1)
    assert "The server is running" in said
    assert (place / "current").readlink() == Path("versions") / __version__


def test_an_upgrade_keeps_data_and_accounts(closed: Closed, later: Path, place: Path) -> None:
    said = installed(closed, later, "--to", place)
    assert f"Version {LATER} is in force" in said
    assert (place / "current").readlink() == Path("versions") / LATER
    assert len(list((place / "backups").glob(f"before-{LATER}-*.zip"))) == 1
    with closed.served(place / "bin" / "serve", ADDRESS):
        health, *_, signed_in = closed.ask(
            f"{ADDRESS}/healthz",
            (f"{ADDRESS}/auth/sign-in?lang=en", {"login": "admin", "password": PASSWORD}),
            f"{ADDRESS}/",
        )
    assert json.loads(health.content)["status"] == "ok"
    assert (signed_in.status, signed_in.address) == (200, f"{ADDRESS}/")
    riskmap(closed, place, "people", "add", "late", "--name", "Late", "--area", "1710")


def test_going_back_asks_before_the_backup_is_restored(closed: Closed, place: Path) -> None:
    program = place / "current" / "install.sh"
    said = closed.run("sh", program, "--back", "--lang", "en", given="no\n", status=1)
    assert "changed the form of the database" in said
    assert "Nothing has changed" in said
    assert (place / "current").readlink() == Path("versions") / LATER


def test_going_back_restores_what_was_before_and_keeps_the_rest_aside(closed: Closed, place: Path) -> None:
    program = place / "current" / "install.sh"
    said = closed.run("sh", program, "--back", "--lang", "en", given="yes\n")
    assert f"Version {__version__} is in force again" in said
    people = riskmap(closed, place, "people", "list")
    assert ("admin" in people, "late" in people) == (True, False)
    assert list((place / "home").glob(".before-*"))
    with closed.served(place / "bin" / "serve", ADDRESS):
        health = closed.ask(f"{ADDRESS}/healthz")[0]
    assert json.loads(health.content)["status"] == "ok"
    assert "no version before" in closed.run("sh", place / "current" / "install.sh", "--back", "--lang", "en", status=1)


def test_forward_again_without_asking_anybody(closed: Closed, later: Path, place: Path) -> None:
    """The version lies there already: no package is installed twice."""
    said = installed(closed, later, "--to", place)
    assert "Installing version" not in said
    assert f"Version {LATER} is in force" in said


def test_an_upgrade_that_was_cut_off_is_taken_up_where_it_was(closed: Closed, later: Path, place: Path) -> None:
    """The database was brought to the later form already, and the version before is still in force: it could make no backup of it."""
    before = sorted((place / "backups").iterdir())
    closed.run("ln", "-sfn", f"versions/{__version__}", place / "current")
    said = installed(closed, later, "--to", place)
    assert f"Version {LATER} is in force" in said
    assert sorted((place / "backups").iterdir()) == before
    back = closed.run("sh", place / "current" / "install.sh", "--back", "--yes")
    assert f"Version {__version__} is in force again" in back  # in the language of the installation


def test_a_backup_of_another_machine_is_installed_with_its_people(closed: Closed, first: Path, place: Path) -> None:
    (backup, *_) = sorted((place / "backups").iterdir())
    other = closed.folder / "it's another"
    closed.run("mkdir", other)
    closed.run("sh", "-c", f'printf "RISKMAP_SMALLEST_COUNT=4\nPORT=8699\n" > "{other}/settings.env"')
    said = installed(closed, first, "--to", other, "--data", backup, "--port", "8692")
    assert "There are accounts already" in said
    assert "admin" in closed.run(other / "bin" / "riskmap", "people", "list")
    settings = (other / "settings.env").read_text(encoding="utf-8")
    assert {"RISKMAP_SMALLEST_COUNT=4", "PORT=8692", "HOST=127.0.0.1", "RISKMAP_SIGN_IN=local"} <= set(settings.split())
