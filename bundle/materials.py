"""What an archive is made of, told: the licence of each part with its text, and all parts in a list of materials (CycloneDX)."""

from __future__ import annotations

import csv
import io
import tomllib
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path, PurePosixPath

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from packaging.utils import canonicalize_name

from bundle.wheels import sha256

INCLUDED = Path(__file__).with_name("included.toml")
_TEXTS = ("licen", "copying", "notice", "authors", "copyright")
UNSAID = "not told"
_SHORT = 100  # signs: longer is the text of a licence, not its name


@dataclass
class Part:
    """A work within the archive. `texts`: name and content of each file in which its licence stands; `files`: the wheels that hold it, with their SHA-256."""

    name: str
    version: str
    licence: str
    texts: dict[str, bytes]
    purl: PackageURL
    files: dict[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """Where its licence lies."""
        return f"{self.name}-{self.version}"


def parts_of(wheels: Iterable[Path], source: Path) -> list[Part]:
    """The distributions of the wheels, and the works of others that our own wheel holds, by name."""
    parts: dict[str, Part] = {}
    for wheel in sorted(wheels):
        part = _of_wheel(wheel)
        known = parts.setdefault(part.folder, part)
        known.files[wheel.name] = sha256(wheel)
    listed = tomllib.loads(INCLUDED.read_text(encoding="utf-8"))
    unsaid = {given["name"]: given for given in listed["unsaid"]}
    for part in parts.values():
        if given := unsaid.get(part.name):
            _say(part, given["licence"], source / given["text"] if given["text"] else None)
    for given in listed["work"]:
        text = source / given["text"]
        part = Part(
            given["name"], given["version"], given["licence"], {text.name: text.read_bytes()}, PackageURL.from_string(given["purl"])
        )  # fmt: skip
        parts[part.folder] = part
    return [parts[name] for name in sorted(parts)]


def _say(part: Part, licence: str, text: Path | None) -> None:
    if part.licence == UNSAID:
        part.licence = licence
    if text is not None and not part.texts:
        part.texts[text.name] = text.read_bytes()


def write_licences(parts: Iterable[Part], folder: Path) -> list[str]:
    """A folder a part with the texts of its licence, and `list.csv`; gives the parts that bring no text."""
    without = []
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["name", "version", "licence", "texts"])
    for part in parts:
        writer.writerow([part.name, part.version, part.licence, " ".join(sorted(part.texts))])
        for name, content in part.texts.items():
            file = folder / part.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        if not part.texts:
            without.append(part.folder)
    (folder / "list.csv").write_text(table.getvalue(), encoding="utf-8")
    return without


def written_materials(parts: Iterable[Part], *, name: str, version: str) -> str:
    """The list of materials as JSON (CycloneDX 1.6), which is held against its schema. Raises ValueError where it does not fit."""
    licences = LicenseFactory()
    whole = Component(
        name=name, version=version, type=ComponentType.APPLICATION, licenses=[licences.make_from_string("Apache-2.0")]
    )
    bom = Bom()
    bom.metadata.component = whole
    components = [_component(part, licences) for part in parts if part.name != name]
    bom.components.update(components)
    bom.register_dependency(whole, components)
    written = JsonV1Dot6(bom).output_as_string(indent=1)
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(written)
    if fault is not None:
        raise ValueError(f"the list of materials is not as CycloneDX 1.6 asks: {fault}")
    return written


def _component(part: Part, licences: LicenseFactory) -> Component:
    return Component(
        name=part.name, version=part.version, type=ComponentType.LIBRARY, purl=part.purl, bom_ref=str(part.purl),
        licenses=[licences.make_from_string(part.licence)],
        external_references=[
            ExternalReference(
                type=ExternalReferenceType.DISTRIBUTION, url=XsUri(f"wheels/{file}"), hashes=[HashType(alg=HashAlgorithm.SHA_256, content=value)]
            )
            for file, value in part.files.items()
        ],
    )  # fmt: skip


def _of_wheel(wheel: Path) -> Part:
    with zipfile.ZipFile(wheel) as archive:
        told = next(
            name for name in archive.namelist() if name.endswith(".dist-info/METADATA") and name.count("/") == 1
        )
        about = HeaderParser().parsestr(archive.read(told).decode())
        folder = PurePosixPath(told).parent
        texts = {
            str(path.relative_to(folder)).removeprefix("licenses/"): archive.read(str(path))
            for path in (PurePosixPath(one.filename) for one in archive.infolist() if not one.is_dir())
            if path.is_relative_to(folder) and is_of_licence(path.relative_to(folder))
        }
    name, version = canonicalize_name(str(about["Name"])), str(about["Version"])
    return Part(name, version, _licence(about), texts, PackageURL("pypi", name=name, version=version))


def is_of_licence(path: PurePosixPath) -> bool:
    """Whether a file of a wheel, by its path within what the wheel says of itself, holds the text of a licence."""
    return path.parts[0] in {"licenses", "license_files"} or path.name.lower().startswith(_TEXTS)


def _licence(about: Message) -> str:
    """As it is told: by an expression, else a short name, else the classifier."""
    if expression := about["License-Expression"]:
        return str(expression)
    name = str(about["License"] or "").strip()
    if name and len(name) < _SHORT and "\n" not in name and name.upper() != "UNKNOWN":
        return name
    sorted_by = [one.rpartition(" :: ")[2] for one in about.get_all("Classifier", []) if one.startswith("License ::")]
    return ", ".join(sorted_by) or UNSAID
