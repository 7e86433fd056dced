"""What is published now: tables by quarter with their holes, where it comes from, and the publications before it."""

from __future__ import annotations

from functools import partial
from itertools import groupby

import streamlit as st

from mapping.export.blank_form import FORMS, blank_form
from mapping.export.xlsx import XLSX
from mapping.model import wording
from mapping.model.locale import name_column
from mapping.model.markup import Markup, each, joined, markup
from mapping.store import list_snapshots
from mapping.store.home import default_home
from mapping.ui.changes.snapshot_list import show_snapshots
from mapping.ui.panels import load_style, show_title
from mapping.ui.state import Screen
from mapping.views.oversight.holdings import Holding, holdings, mahallas_in

_LAST = 3
_FILES = 12
TABLE = Markup(
    '<div class="wide" tabindex="0" role="region" aria-label="{}"><table class="holdings"><thead><tr><td></td>{}</tr>'
    "<tr><td></td>{}</tr></thead><tbody>{}</tbody></table></div>"
)
ROW = Markup('<tr><th scope="row">{}</th>{}</tr>')
CELL = Markup('<td class="{}" title="{}">{}</td>')


def show_published(screen: Screen) -> None:
    """The grid with its legend, the files it was made from, and the last publications."""
    load_style("holdings")
    day = wording.day(screen.snapshot.as_of, screen.lang)
    show_title(screen.text("holdings.title"), screen.text("page.as_of", day=day))
    st.html(markup('<p class="holdings-legend">{}</p>', _legend(screen)))
    st.html(_grid(screen))
    manifests = list_snapshots(default_home())
    own = next((manifest for manifest in manifests if manifest.id == screen.snapshot.id), None)
    if own is not None:
        names = [source.file for source in own.sources]
        rest = screen.text("holdings.more_files", count=len(names) - _FILES) if len(names) > _FILES else ""
        st.caption(screen.text("holdings.files", names=", ".join(names[:_FILES]) + rest))
    _show_forms(screen)
    show_snapshots(screen, manifests[:_LAST])
    if len(manifests) > _LAST:
        st.page_link("pages/changes.py", label=screen.text("changes.show_all", count=len(manifests)))


def _show_forms(screen: Screen) -> None:
    """A blank form of each table, and an example; made when they are asked for."""
    show_title(screen.text("blank_form.title"), screen.text("blank_form.note"))
    with st.container(horizontal=True, gap="small", key="data_forms"):
        for name in FORMS:
            for filled in (False, True):
                word = screen.text("blank_form.filled" if filled else "blank_form.blank")
                file = f"{name}_{'example' if filled else 'blank'}_{screen.lang}.xlsx"
                st.download_button(
                    f"{screen.text(f'blank_form.{name}')}: {word}", partial(_form, screen, name, filled), file_name=file, mime=XLSX,
                    key=f"form_{name}_{filled}", on_click="ignore",
                )  # fmt: skip


def _form(screen: Screen, name: str, filled: bool) -> bytes:
    return blank_form(screen.snapshot, name, screen.lang, filled=filled)


def _grid(screen: Screen) -> Markup:
    quarters, total = screen.snapshot.quarters, mahallas_in(screen.snapshot)
    years = [(len(list(part)), str(year)) for year, part in groupby(quarters, lambda quarter: quarter.year)]
    named = [(_name(screen, row), row) for row in holdings(screen.snapshot)]
    rows = joined(ROW.format(name, _cells(screen, name, row, total)) for name, row in named)
    return TABLE.format(
        screen.text("holdings.title"),
        each('<th scope="colgroup" colspan="{}">{}</th>', years),
        each('<th scope="col">{}</th>', (quarter.roman for quarter in quarters)),
        rows,
    )


def _name(screen: Screen, row: Holding) -> str:
    if row.indicator:
        return str(screen.snapshot.indicators[name_column(screen.lang)][row.indicator])
    words = screen.text(f"changes.table_{row.table}")
    return words[:1].upper() + words[1:]


def _cells(screen: Screen, name: str, row: Holding, total: int) -> Markup:
    cells = []
    for quarter, mahallas in zip(screen.snapshot.quarters, row.mahallas, strict=True):
        kind = "none" if mahallas == 0 else "all" if mahallas >= total else "part"
        number = wording.number(mahallas, screen.lang) if mahallas else wording.NOTHING
        said = screen.text(
            "holdings.cell", count=mahallas, of=total, name=name, quarter=wording.quarter(quarter, screen.lang)
        )
        cells.append((kind, said, number))
    return joined(CELL.format(*cell) for cell in cells)


def _legend(screen: Screen) -> Markup:
    kinds = [(kind, screen.text(f"holdings.{kind}")) for kind in ("all", "part", "none")]
    return each('<span><i class="{}"></i>{}</span>', kinds)
