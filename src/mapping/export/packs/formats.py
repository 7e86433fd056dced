"""The registry of packs: what each kind of file is called, and what makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mapping.export.packs.geofiles import geojson_pack, geopackage_pack
from mapping.export.packs.html import html_pack
from mapping.export.packs.pdf import pdf_pack
from mapping.export.packs.picture import png_pack, svg_pack
from mapping.export.packs.slides import slides_pack
from mapping.export.packs.workbook import workbook_pack
from mapping.export.xlsx import XLSX
from mapping.model.locale import DEFAULT_LANG, Lang, name_column
from mapping.model.names import latin
from mapping.model.selection import Selection
from mapping.store import Snapshot

LONGEST_PART = 60  # signs of a name in a file's name

Builder = Callable[[Snapshot, Selection, str, Lang], bytes]


@dataclass(frozen=True)
class Format:
    """A kind of file: its name in a command, the end of a file's name (with the dot), media type, and its maker.

    `build(snapshot, selection, area, lang)` gives the whole file. It raises KeyError for an unknown area.
    """

    name: str
    suffix: str
    media_type: str
    build: Builder


_KNOWN = (
    Format("html", ".html", "text/html", html_pack),
    Format("pptx", ".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", slides_pack),
    Format("pdf", ".pdf", "application/pdf", pdf_pack),
    Format("png", ".png", "image/png", png_pack),
    Format("svg", ".svg", "image/svg+xml", svg_pack),
    Format("xlsx", ".xlsx", XLSX, workbook_pack),
    Format("geojson", ".geojson", "application/geo+json", geojson_pack),
    Format("gpkg", ".gpkg", "application/geopackage+sqlite3", geopackage_pack),
)
FORMATS: Mapping[str, Format] = MappingProxyType({one.name: one for one in _KNOWN})


def pack_name(snapshot: Snapshot, selection: Selection, area: str, lang: Lang, form: Format) -> str:
    """`1710_qashqadaryo-viloyati_crime-total_2025Q4_uz.html`: area, indicator, period, language; ASCII only."""
    named = str(snapshot.areas.loc[area, name_column(DEFAULT_LANG)])
    parts = [area, _slug(named), _slug(selection.indicator), str(selection.period), str(lang)]
    return "_".join(part for part in parts if part) + form.suffix


def _slug(words: str) -> str:
    """Plain Latin letters and digits of any script's words, with `-` between."""
    return latin(words).replace(" ", "-")[:LONGEST_PART].strip("-")
