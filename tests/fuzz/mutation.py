"""Small damages done to files, always the same for the same number."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Sequence

Damage = Callable[[bytes, random.Random], bytes]

# What readers trip over: ends of ranges, empty and huge numbers, quotes, byte-order marks, control signs, formulas.
TOKENS = [
    b"", b"0", b"-1", b"-0", b"1e309", b"NaN", b"Infinity", b"null", b"true", b"[]", b"{}", b"[[", b"}}", b"\"", b"''", b"\\", b"\\u0000", b"\\ud800", b"\\udfff\\u0007", b"\x7f",
    b"\x00", b"\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n", b"\r\n", b"\t", b";", b",", b"|", b"2147483648", b"-9223372036854775809",
    b"9" * 400, b"1.234", b"1,234", b"01.2025", b"2025Q5", b"31.02.2025", b"9999-12-31", b"0000-00-00", b"=1+1", b"180.1", b"-90.1", b"1e-320",
    "Жами".encode(), "o‘".encode(), b"\xd8\x00", b"\xf4\x90\x80\x80", "\u202e\u0000".encode(), "İ".encode(), "ﬁ".encode(), "٣".encode(),
    b"<![CDATA[", b"&a;", b"<!--", b"POLYGON EMPTY", b"EPSG:4326", b"urn:ogc:def:crs:EPSG::0", b"GeometryCollection", b"Point", b"1710", b"1710229",
]  # fmt: skip
_LARGEST = 1 << 18  # bytes; longer results are cut


def mutated(content: bytes, seed: int, others: Sequence[bytes]) -> bytes:
    """The content with one to four damages; `others` are files to take pieces from."""
    chance = random.Random(seed)
    if content.startswith(b"PK") and chance.random() < 0.7:
        return _in_archive(content, chance)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 4))):
        damage = chance.choice(_DAMAGES)
        content = _spliced(content, chance, others) if damage is None else damage(content, chance)
    return content[:_LARGEST]


def _span(content: bytes, chance: random.Random, longest: int = 64) -> tuple[int, int]:
    begin = chance.randrange(len(content) + 1)
    return begin, min(len(content), begin + chance.choice((0, 1, 2, 4, 8, 16, longest, longest * 16)))


def _flip(content: bytes, chance: random.Random) -> bytes:
    if not content:
        return content
    place = chance.randrange(len(content))
    return content[:place] + bytes([content[place] ^ 1 << chance.randrange(8)]) + content[place + 1 :]


def _overwrite(content: bytes, chance: random.Random) -> bytes:
    begin, end = _span(content, chance, 8)
    return content[:begin] + chance.randbytes(end - begin) + content[end:]


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _remove(content: bytes, chance: random.Random) -> bytes:
    begin, end = _span(content, chance)
    return content[:begin] + content[end:]


def _repeat(content: bytes, chance: random.Random) -> bytes:
    begin, end = _span(content, chance)
    return content[:end] + content[begin:end] * chance.choice((1, 2, 10, 200)) + content[end:]


def _insert(content: bytes, chance: random.Random) -> bytes:
    begin, _ = _span(content, chance)
    return content[:begin] + chance.choice(TOKENS) + content[begin:]


def _other_number(content: bytes, chance: random.Random) -> bytes:
    return _other(content, chance, re.compile(rb"-?\d+(?:[.,]\d+)?"))


def _other_text(content: bytes, chance: random.Random) -> bytes:
    return _other(content, chance, re.compile(rb"\"[^\"\n]{0,60}\"|[^,;\t\r\n]{1,60}"))


def _other(content: bytes, chance: random.Random, pattern: re.Pattern[bytes]) -> bytes:
    """One thing of a kind replaced by a token, or by another of the same kind."""
    found = list(pattern.finditer(content[:_LARGEST]))
    if not found:
        return _insert(content, chance)
    one = chance.choice(found)
    new = chance.choice(TOKENS) if chance.random() < 0.6 else chance.choice(found)[0]
    return content[: one.start()] + new + content[one.end() :]


def _lines(content: bytes, chance: random.Random) -> bytes:
    """Lines exchanged, left out or doubled."""
    lines = content.split(b"\n")
    first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(3):
        case 0:
            lines[first], lines[second] = lines[second], lines[first]
        case 1:
            del lines[first]
        case _:
            lines.insert(first, lines[second])
    return b"\n".join(lines)


def _recoded(content: bytes, chance: random.Random) -> bytes:
    """Said to be UTF-8, written otherwise."""
    text = content.decode("utf-8", errors="replace")
    return text.encode(
        chance.choice(("utf-16", "utf-16-le", "cp1251", "utf-8-sig", "utf-32", "koi8_r")), errors="replace"
    )


def _spliced(content: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    other = chance.choice(others)
    begin, end = _span(other, chance)
    place = chance.randrange(len(content) + 1)
    return content[:place] + other[begin:end] + content[place:]


def _in_archive(content: bytes, chance: random.Random) -> bytes:
    """A zip whose members are damaged inside, so that the damage is not caught by its checksums."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [(member.filename, archive.read(member)) for member in archive.infolist()]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError):
        return _flip(content, chance)
    target = io.BytesIO()
    chosen = chance.randrange(max(len(members), 1))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, part) in enumerate(members):
            damage = chance.choice([one for one in _DAMAGES if one is not None])
            if number != chosen:
                archive.writestr(zipfile.ZipInfo(name), part)
            elif chance.random() < 0.9:
                archive.writestr(zipfile.ZipInfo(name), damage(part, chance)[:_LARGEST])
    return target.getvalue()


_DAMAGES: list[Damage | None] = [
    _flip, _overwrite, _cut, _remove, _repeat, _insert, _other_number, _other_number, _other_text, _other_text, _lines, _recoded, None,
]  # fmt: skip
