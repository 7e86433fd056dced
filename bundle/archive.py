"""The archive: wheels for each Python, what is served, the list of materials, licences, checksums of all of it, and `install.sh`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from bundle import materials
from bundle.texts import write_texts
from bundle.wheels import Lacking, pinned, sha256, wheels_of

SERVED = (
    "app.py", "pages", ".streamlit", "geo", "data", "docs", "deploy", "README.md", "CHANGELOG.md", "LICENSE", "NOTICE",
)  # fmt: skip
"""What is laid out beside the packages. The package itself, with all of its source, is a wheel like the others."""
SUMS = "SHA256SUMS"
MACHINE = "linux-x86_64"
_NOT_OURS = shutil.ignore_patterns("__pycache__", "*.pyc")


def make(source: Path, build: Path, pythons: Sequence[str]) -> Path:
    """Write the archive of the project in `source` into `build`, in which fetched wheels are kept; gives its file. Raises Lacking."""
    own = _own_wheel(source, build)
    version = own.name.split("-")[1]
    folder = build / f"riskmap-{version}-{MACHINE}"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "wheels").mkdir(parents=True)
    by_python = {
        python: wheels_of(source / "requirements.lock", python, build / "wheels" / python) for python in pythons
    }
    pip = wheels_of(Path(__file__).with_name("pip.lock"), pythons[0], build / "wheels" / "pip")
    for wheel in {one.name: one for some in (*by_python.values(), pip, [own]) for one in some}.values():
        _link(wheel, folder / "wheels" / wheel.name)
    for python, wheels in by_python.items():
        (folder / f"packages-{python}.txt").write_text(pinned([*wheels, own]), encoding="utf-8")
    _lay_out(source, folder, version)
    _tell_materials(source, folder, version)
    _write_sums(folder)
    return _packed(folder)


def _own_wheel(source: Path, build: Path) -> Path:
    """Our package as a wheel, built from its source alone: what lies about in `build/` of the project has no part in it. Raises Lacking for a file that it does not hold."""
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary) / "riskmap"
        shutil.copytree(
            source / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__", "*.pyc", "*.egg-info")
        )
        for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"):
            shutil.copy(source / name, copy / name)
        command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", temporary, str(copy)]  # fmt: skip
        subprocess.run(command, check=True)
        (built,) = Path(temporary).glob("riskmap-*.whl")
        lacking = sorted(_files_in(copy / "src") - set(zipfile.ZipFile(built).namelist()))
        if lacking:
            raise Lacking(f"the package's wheel does not hold {', '.join(lacking)}: see package-data in pyproject.toml")
        build.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copy(built, build / built.name))


def _files_in(folder: Path) -> set[str]:
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in files if not path.parts[0].endswith(".egg-info") and path.parts[0] != "build"}


def _link(file: Path, to: Path) -> None:
    """The same file under another name, where the disk can; else a copy."""
    try:
        os.link(file, to)
    except OSError:
        shutil.copy(file, to)


def _lay_out(source: Path, folder: Path, version: str) -> None:
    project = folder / "project"
    project.mkdir()
    for name in SERVED:
        if (source / name).is_dir():
            shutil.copytree(source / name, project / name, ignore=_NOT_OURS)
        else:
            shutil.copy(source / name, project / name)
    shutil.copy(source / "docs" / "install.md", folder / "INSTALL.md")
    script = folder / "install.sh"
    shutil.copy(Path(__file__).with_name("install.sh"), script)
    script.chmod(0o755)
    (folder / "VERSION").write_text(f"{version}\n", encoding="utf-8")
    write_texts(folder / "texts")


def _tell_materials(source: Path, folder: Path, version: str) -> None:
    """Raises Lacking for a part that brings no text of its licence: whoever hands it on owes it."""
    parts = materials.parts_of((folder / "wheels").iterdir(), source)
    written = materials.written_materials(parts, name="riskmap", version=version)
    (folder / "sbom.cdx.json").write_text(written, encoding="utf-8")
    (folder / "licences").mkdir()
    if without := materials.write_licences(parts, folder / "licences"):
        raise Lacking(
            f"no text of a licence: {', '.join(without)}; lay it into bundle/licences and name it in bundle/included.toml"
        )


def _write_sums(folder: Path) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def _packed(folder: Path) -> Path:
    """All of a folder in one file, with its checksum beside it; wheels are packed already, and nothing is packed again."""
    file = folder.with_name(f"{folder.name}.tar")
    part = file.with_name(f".{file.name}.part")
    with tarfile.open(part, "w") as archive:
        archive.add(folder, folder.name, filter=_of_nobody)
    part.replace(file)
    file.with_name(f"{file.name}.sha256").write_text(f"{sha256(file)}  {file.name}\n", encoding="utf-8")
    shutil.rmtree(folder)
    return file


def _of_nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without the account that made it."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def names_in(file: Path) -> Iterable[str]:
    """Every file of an archive, below its folder."""
    with tarfile.open(file) as archive:
        return [member.name.partition("/")[2] for member in archive if member.isfile()]
