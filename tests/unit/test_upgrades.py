"""What this software leans on inside its libraries is still there: docs/upgrades.md has the list."""

from __future__ import annotations

import io
import json
import re
import tomllib
from functools import cache
from importlib.metadata import distribution, version
from pathlib import Path
from typing import Any

import pptx
import pytest
import streamlit_folium
from pptx.enum.shapes import MSO_SHAPE_TYPE
from streamlit import config
from streamlit.testing.v1 import AppTest

from mapping.export.packs.slides import slides_pack
from mapping.model.locale import Lang
from mapping.model.selection import default_selection
from mapping.store import Snapshot
from mapping.views.map.joined import ASSETS
from mapping.views.map.layer import SCRIPTS, STYLES, Drawing, Painted, RiskMap, risk_map
from mapping.web.help import widget_words
from tests.conftest import DISTRICTS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "upgrades.md"
LEAFLET = ASSETS / "leaflet" / "leaflet.js"
BASE = "/riskmap/assets/0"
DRAWING = Drawing(
    geometry="/g", around=None, names="/n", values="/v", classes="0x", colours=["#111111"], faint=None, patterns=None,
    letters=None, selected="1", scope="1", scope_of_around="1", look="/l", title="</script> & “names”", failed="failed",
)  # fmt: skip
IN_PARTS = {
    "{n}MB per file": " per file",
    "Press Enter to apply": "Press Enter to ",
    "Press Enter to submit form": "submit form",
    "{n} options available.": " available.",
}
"""What a control puts together from parts when it says it, and a part of it that is written out."""


@cache
def scripts(package: str, within: str) -> str:
    """All scripts of a package's pages, one after the other."""
    folder = Path(str(distribution(package).locate_file(package))) / within
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.js")))


def streamlit_scripts() -> str:
    return scripts("streamlit", "static/static/js")


def frame_script() -> str:
    return scripts("streamlit_folium", "frontend/build/static/js")


def ours(*endings: str) -> str:
    """Our own scripts and styles, Leaflet apart."""
    files = (path for path in sorted(ASSETS.rglob("*")) if path.suffix in endings and "leaflet" not in path.parts)
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


# ---------------------------------------------------------------- the page itself


def test_the_page_names_the_versions_that_are_installed() -> None:
    named = dict(re.findall(r"^## (\S+) ([\d.]+)", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    leaflet = re.search(r"Leaflet ([\d.]+)", LEAFLET.read_text(encoding="utf-8"))
    assert leaflet is not None
    assert named.pop("Leaflet") == leaflet[1]
    assert named == {name: version(name) for name in named}
    assert len(named) == 5


def test_every_test_and_file_that_the_page_names_is_there() -> None:
    text = PAGE.read_text(encoding="utf-8")
    tests = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", text)
    assert len(tests) > 20
    missing = [
        (file, name)
        for file, name in tests
        if not (ROOT / file).is_file() or f"def {name}" not in (ROOT / file).read_text(encoding="utf-8")
    ]
    places = re.findall(r"`((?:assets|web|ui|views|export)/[\w/.]+\.\w+)`", text)
    assert len(places) > 15
    assert missing == []
    assert [place for place in places if not (ROOT / "src" / "mapping" / place).is_file()] == []


# ---------------------------------------------------------------- Streamlit


def test_marks_of_streamlits_page_are_there() -> None:
    used = ours(".css", ".js")
    marks = {*re.findall(r'data-testid\^?="(\w+)', used), *re.findall(r"\.(st[A-Z]\w+)", used), "st-key-"}
    assert len(marks) > 20
    assert [mark for mark in sorted(marks) if mark not in streamlit_scripts()] == []


def test_its_page_tells_how_the_line_to_the_server_stands() -> None:
    marks = ("data-test-connection-state", "data-test-script-state", "CONNECTED", "rerunRequested", "blockErrorDialogs")
    assert [mark for mark in marks if mark not in streamlit_scripts()] == []


def test_a_chosen_theme_is_kept_where_the_first_drawing_looks() -> None:
    key = re.search(r"`stActiveTheme-(.*?)-v2`", ours(".js"))
    assert key is not None
    assert re.search(
        r"(\w+)=2,(\w+)=`stActiveTheme-\$\{window\.location\.pathname\}`,.*?ACTIVE_THEME:`\$\{\2\}-v\$\{\1\}`",
        streamlit_scripts(),
    )
    assert re.search(r"===`System`\|\|\w+===`Light`\|\|\w+===`Dark`", streamlit_scripts())


def test_its_page_follows_the_address() -> None:
    assert "popstate" in streamlit_scripts()


def test_the_controls_still_say_what_is_translated() -> None:
    english = widget_words(Lang.EN)
    assert len(english) > 30
    assert [words for words in english if IN_PARTS.get(words, words) not in streamlit_scripts()] == []


def test_every_setting_is_known() -> None:
    given = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    named = {
        f"{section}.{name}"
        for section, settings in given.items()
        for name, value in settings.items()
        if not isinstance(value, dict)
    }
    assert named - set(config.get_config_options()) == set()


def page_with_a_part() -> None:
    from mapping.ui.components import component  # noqa: PLC0415 (the script of a page)

    component("print")(data={"label": "Print"}, key="one")


def test_a_component_is_a_script_and_its_data_travels_as_json() -> None:
    app = AppTest.from_function(page_with_a_part).run()
    assert not app.exception
    (part,) = (one.proto for one in app.get("bidi_component"))
    assert part.component_name == "riskmap_print"
    assert json.loads(part.json) == [{"label": "Print"}]
    assert "export default (c) =>" in part.js_content
    assert part.css_content.startswith("@import url(")


def test_the_bench_finds_the_script_runner() -> None:
    from streamlit.proto.BackMsg_pb2 import BackMsg  # noqa: PLC0415
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg  # noqa: PLC0415
    from streamlit.runtime.scriptrunner import script_runner  # noqa: PLC0415

    assert callable(script_runner.ScriptRunner._run_script)
    assert BackMsg().HasField("rerun_script") is ForwardMsg().HasField("new_session") is False


# ---------------------------------------------------------------- folium and streamlit-folium


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the frame is given for a drawing."""
    given: dict[str, Any] = {}
    monkeypatch.setattr(streamlit_folium, "_component_func", lambda **more: given.update(more))
    streamlit_folium.st_folium(
        risk_map(base=BASE, early=("/g", "/l")),
        key="map",
        height=640,
        returned_objects=["last_object_clicked_tooltip", "last_object_clicked_count"],
        feature_group_to_add=Painted(DRAWING),
        render=False,
    )
    return given


def test_the_frame_is_given_our_scripts_and_nothing_from_outside(sent: dict[str, Any]) -> None:
    assert sent["js_links"] == [f"{BASE}/early.js?/g|/l", *(f"{BASE}/{path}" for path in SCRIPTS)]
    assert sent["css_links"] == [f"{BASE}/{path}" for path in STYLES]
    assert sent["header"].strip().startswith("<style>")
    assert sent["header"].count("<") == 2
    assert not re.search(r"https?:|//\w+\.", json.dumps({**sent, "default": None}, default=str))


def test_a_drawing_reaches_the_frame_as_a_call(sent: dict[str, Any]) -> None:
    called = re.search(r"startRiskMap\(map_div\)\.show\((\{.*\})\);", sent["feature_group"])
    assert called is not None
    assert "</" not in called[1]
    assert json.loads(called[1]) == {**json.loads(json.dumps(vars(DRAWING)))}
    assert "map_div" in sent["script"]
    assert "startRiskMap" not in sent["script"]  # else another view would be another frame
    assert "http" not in sent["script"]


def test_another_view_is_the_same_frame(sent: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    again: dict[str, Any] = {}
    monkeypatch.setattr(streamlit_folium, "_component_func", lambda **more: again.update(more))
    other = Painted(Drawing(**{**vars(DRAWING), "classes": "x0"}))
    streamlit_folium.st_folium(
        risk_map(base=BASE, early=("/g", "/l")), key="map", feature_group_to_add=other, render=False
    )
    same = ("script", "header", "html", "id", "key", "js_links", "css_links")
    assert {name: again[name] for name in same} == {name: sent[name] for name in same}
    assert again["feature_group"] != sent["feature_group"]


def test_a_map_is_rendered_once() -> None:
    made = RiskMap(base=BASE, early=())
    made.get_root().render()
    scripts_of = made.get_root().script._children
    before = dict(scripts_of)
    made.render()
    assert scripts_of == before
    assert before


@pytest.mark.parametrize(
    "part",
    [
        "for(const e of js_links)await new Promise",  # one after the other
        "window.map = map_div; window.initComponent(map_div",
        "window.Streamlit=",
        "last_object_clicked_tooltip",
        "last_object_clicked_count",
        "eval(feature_group",
        "--primary-color",
    ],
)
def test_the_frame_does_what_our_layer_waits_for(part: str) -> None:
    assert part in frame_script()


def test_the_boxes_of_the_frame_are_those_that_are_sized(sent: dict[str, Any]) -> None:
    index = (Path(streamlit_folium.__file__).parent / "frontend" / "build" / "index.html").read_text(encoding="utf-8")
    assert 'id="root"' in index
    assert 'id="parent"' in index + frame_script()
    for box in ("float-child", "map_div", "map_div2"):
        assert box in index + sent["html"] + frame_script()


# ---------------------------------------------------------------- Leaflet


def test_names_inside_leaflet_are_there() -> None:
    used = "\n".join(path.read_text(encoding="utf-8") for path in (ASSETS / "frame").glob("*.js"))
    own = {"_name", "_draw", "_ink", "_seen"}  # of the sheet alone
    names = {*re.findall(r"\.(_\w+)", used), *re.findall(r"^  (_\w+)\(", used, re.MULTILINE)} - own
    assert {"_rawPanBy", "_zoomInButton", "_updatePaths", "_initContainer"} <= names
    leaflet = LEAFLET.read_text(encoding="utf-8")
    assert [name for name in sorted(names) if not re.search(rf"\b{name}\b", leaflet)] == []


# ---------------------------------------------------------------- python-pptx


@pytest.fixture(scope="module")
def slides(tiny_snapshot: Snapshot) -> list[Any]:
    """The slides of a district, as they are read back."""
    written = slides_pack(tiny_snapshot, default_selection(tiny_snapshot), DISTRICTS[0], Lang.EN)
    return list(pptx.Presentation(io.BytesIO(written)).slides)


def test_pictures_tables_and_charts_have_words(slides: list[Any]) -> None:
    kinds = (MSO_SHAPE_TYPE.PICTURE, MSO_SHAPE_TYPE.TABLE, MSO_SHAPE_TYPE.CHART)
    shapes = [shape for slide in slides for shape in slide.shapes if shape.shape_type in kinds]
    assert {shape.shape_type for shape in shapes} == set(kinds)
    assert [shape.name for shape in shapes if not shape._element.xpath(".//p:cNvPr")[0].get("descr")] == []


def test_slides_have_numbers_and_cells_have_lines(slides: list[Any]) -> None:
    assert all(slide._element.xpath(".//a:fld[@type='slidenum']") for slide in slides)
    tables = [shape for slide in slides for shape in slide.shapes if shape.has_table]
    assert tables
    lined = [shape for shape in tables if shape._element.xpath(".//a:tcPr/a:lnB")]
    assert lined
    assert all(
        not shape._element.xpath(".//a:tcPr/a:lnB[preceding-sibling::*]") for shape in lined
    )  # the first, as it must be
