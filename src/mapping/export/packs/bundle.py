"""Several packs at once: one file as it is, more in a zip archive."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from mapping.export.packs.formats import FORMATS, pack_name
from mapping.model.locale import Lang
from mapping.model.selection import Selection
from mapping.store import Snapshot


@dataclass(frozen=True)
class Bundle:
    """A file to take away."""

    name: str
    media_type: str
    content: bytes


def bundle(
    snapshot: Snapshot,
    selection: Selection,
    areas: Sequence[str],
    formats: Iterable[str],
    lang: Lang,
    tell: Callable[[int, int], None] = lambda done, all_of_them: None,
) -> Bundle:
    """The packs of every area in every format; `tell` hears how many are done, of how many.

    Raises KeyError for an unknown area or format, ValueError when nothing is asked for.
    """
    wanted = [(area, FORMATS[name]) for area in areas for name in formats]
    if not wanted:
        raise ValueError("no area or no format is chosen")
    made = []
    for done, (area, form) in enumerate(wanted, start=1):
        content = form.build(snapshot, selection, area, lang)
        made.append(Bundle(pack_name(snapshot, selection, area, lang, form), form.media_type, content))
        tell(done, len(wanted))
    return made[0] if len(made) == 1 else _zipped(snapshot, selection, lang, made)


def _zipped(snapshot: Snapshot, selection: Selection, lang: Lang, made: Sequence[Bundle]) -> Bundle:
    """Names are told apart by their areas and formats; what is packed already is stored as it is."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for one in made:
            archive.writestr(one.name, one.content)
    name = pack_name(snapshot, selection, selection.area, lang, replace(FORMATS["html"], suffix=".zip"))
    return Bundle(name, "application/zip", target.getvalue())
