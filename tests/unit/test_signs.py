"""Every sign that pages show is in the font they bring: a machine without others would draw an empty box."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).parents[2] / "src" / "mapping"
SHOWN = {".css", ".html", ".js", ".toml"}


def test_every_sign_is_in_the_font_of_the_pages() -> None:
    (font,) = Path(str(files("streamlit") / "static" / "static" / "media")).glob("SourceSansVF-Upright*.woff2")
    drawn = set(TTFont(font).getBestCmap())
    sources = [path for path in ROOT.rglob("*") if path.suffix in SHOWN and ".min." not in path.name]
    assert len(sources) > 50
    absent = {
        path.name: sorted(
            {sign for sign in path.read_text(encoding="utf-8") if ord(sign) > 127 and ord(sign) not in drawn}
        )
        for path in sources
    }
    assert {name: signs for name, signs in absent.items() if signs} == {}
