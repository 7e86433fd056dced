"""The product's font inside a presentation, so that slides look the same where it is not installed.

PowerPoint keeps fonts as Embedded OpenType: a header before the font file, here without its optional compression
(W3C member submission "Embedded OpenType (EOT) File Format", 2008, version 0x00020002). Programs that do not read it
take another font.
"""

from __future__ import annotations

import struct
from pathlib import Path

from fontTools.ttLib import TTFont
from lxml import etree
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml.ns import qn
from pptx.presentation import Presentation

from mapping.export.packs.letters import BOLD, FAMILY, REGULAR

_CONTENT = "application/x-fontdata"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"
_VERSION, _MAGIC = 0x00020002, 0x504C
_NO_ROOT_CHECKSUM, _CODE_PAGE = 0x50475342, 1252  # of an empty root string; of glyphs of one's own, there are none
_NAMES = (1, 2, 5, 4)  # family, style, version, full name


def embed_font(deck: Presentation) -> None:
    """Put the font, regular and bold, into a presentation."""
    listed = etree.SubElement(deck.part._element, qn("p:embeddedFontLst"))
    deck.part._element.find(qn("p:notesSz")).addnext(listed)
    font = etree.SubElement(listed, qn("p:embeddedFont"))
    etree.SubElement(font, qn("p:font"), typeface=FAMILY)
    for number, (style, path) in enumerate((("p:regular", REGULAR), ("p:bold", BOLD)), start=1):
        part = Part(PackURI(f"/ppt/fonts/font{number}.fntdata"), _CONTENT, deck.part.package, embedded_opentype(path))
        etree.SubElement(font, qn(style)).set(qn("r:id"), deck.part.relate_to(part, _RELATION))
    deck.part._element.set("embedTrueTypeFonts", "1")


def embedded_opentype(path: Path) -> bytes:
    """A TrueType file as Embedded OpenType, not compressed."""
    content, font = path.read_bytes(), TTFont(path, lazy=True)
    traits = font["OS/2"]
    fixed = struct.pack(
        "<II10BBBIHH", _VERSION, 0, *_panose(traits.panose), 0, traits.fsSelection & 1, traits.usWeightClass,
        traits.fsType, _MAGIC,
    )  # fmt: skip
    ranges = struct.pack(
        "<7I16x", traits.ulUnicodeRange1, traits.ulUnicodeRange2, traits.ulUnicodeRange3, traits.ulUnicodeRange4,
        traits.ulCodePageRange1, traits.ulCodePageRange2, font["head"].checkSumAdjustment,
    )  # fmt: skip
    names = b"".join(_name(str(font["name"].getName(one, 3, 1) or "")) for one in _NAMES)
    rest = struct.pack("<HHIIHHII", 0, 0, _NO_ROOT_CHECKSUM, _CODE_PAGE, 0, 0, 0, 0)
    body = fixed + ranges + names + rest + content
    return struct.pack("<II", 8 + len(body), len(content)) + body


def _panose(panose: object) -> list[int]:
    fields = ("FamilyType", "SerifStyle", "Weight", "Proportion", "Contrast", "StrokeVariation", "ArmStyle",
              "LetterForm", "Midline", "XHeight")  # fmt: skip
    return [int(getattr(panose, f"b{field}")) for field in fields]


def _name(words: str) -> bytes:
    """Two bytes of padding, the length in bytes, the words in UTF-16 with their end."""
    written = f"{words}\0".encode("utf-16-le") if words else b""
    return struct.pack("<HH", 0, len(written)) + written
