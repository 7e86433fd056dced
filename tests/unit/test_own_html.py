"""Own HTML goes through `Markup.format`, which escapes: no string with a tag takes values in another way.

A template is a literal where it is given to `Markup`, `markup` or `each`. `Markup` of anything else would let words of a file
through as HTML; ruff's S704 refuses that.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mapping.model.assets import page
from mapping.model.markup import Markup, each, joined, markup

SRC = Path(__file__).parents[2] / "src"
# Not `(?P<name>` and `(?<!` of a pattern, nor the `<i4` of a number's bytes.
TAG = re.compile(r"(?<!\?)(?<!\?P)<(?![iuf]\d)[a-z/!]")
TEMPLATED = {"Markup", "markup", "each"}
LOOKED_FOR = {".replace", ".compile"}


def faults(source: str) -> list[int]:
    """The lines in which a tag stands outside a template, or a template is no literal."""
    tree = ast.parse(source)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    templates = [call.args[0] for call in calls if _name(call) in {"markup", "each"}]
    unclear = [template.lineno for template in templates if not isinstance(template, ast.Constant)]
    allowed = {id(part) for part in _allowed(tree, calls)}
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return unclear + [node.lineno for node in strings if TAG.search(node.value) and id(node) not in allowed]


def _allowed(tree: ast.Module, calls: list[ast.Call]) -> Iterator[ast.AST]:
    """Docstrings, templates, and what is looked for in a text."""
    yield from (node.value for node in ast.walk(tree) if isinstance(node, ast.Expr))
    for call in calls:
        if _name(call) in TEMPLATED | LOOKED_FOR:
            yield from call.args[:1]


def _name(call: ast.Call) -> str:
    """What is called: a name, or `.name` of something."""
    return call.func.id if isinstance(call.func, ast.Name) else f".{getattr(call.func, 'attr', '')}"


def test_no_tag_stands_outside_a_template() -> None:
    found = {path.relative_to(SRC).as_posix(): faults(path.read_text(encoding="utf-8")) for path in SRC.rglob("*.py")}
    assert found
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "planted",
    [
        "st.html(f'<p>{name}</p>')",
        "st.html(f'{sign}</b>')",
        "st.html('<p>%s</p>' % name)",
        "st.html('<p>' + name + '</p>')",
        "st.html('<p>{}</p>'.format(name))",
        "st.html(''.join(['<p>', name]))",
        "P = '<p>{}</p>'\nst.html(P.format(name))",
        "st.html(Markup(f'<p>{name}</p>'))",
        "st.html(markup('<p>' + name + '</p>'))",
        "st.html(markup(name))",
        "st.html(each(name, rows))",
    ],
)
def test_a_tag_outside_a_template_is_seen(planted: str) -> None:
    assert faults(planted)


def test_templates_and_what_is_no_tag_are_let_through() -> None:
    clean = [
        "st.html(markup('<p>{}</p>', name))",
        "P = Markup('<p>{}</p>')\nst.html(P.format(name))",
        "'''Words as `<p>`.'''",
        "YEAR = re.compile(r'(?P<year>(?<![0-9])[0-9]{4})')",
        "text.replace('</', '<\\\\/')",
        "f'{low} < {high}, {low} <{high}'",
        "np.ascontiguousarray(codes, dtype='<i4')",
    ]
    assert [faults(source) for source in clean] == [[]] * len(clean)


def test_what_is_put_in_is_escaped_once_unless_it_is_markup() -> None:
    cell = markup("<b>{}</b>", "<i>")
    assert cell == "<b>&lt;i&gt;</b>"
    assert (
        each("<li>{} {:.1f}</li>", [("a & b", 1), (cell, 2.25)])
        == "<li>a &amp; b 1.0</li><li><b>&lt;i&gt;</b> 2.2</li>"
    )
    assert each("<li>{}</li>", ["'", "x"]) == "<li>&#39;</li><li>x</li>"
    assert joined(["<", cell]) == "&lt;<b>&lt;i&gt;</b>"
    assert each("<li>{}</li>", []) == joined([]) == Markup("")


def test_a_part_of_a_page_cannot_hold_another_part() -> None:
    """What stands in a part is text, also where it looks like the place of another one."""
    parts = {"lang": "en", "title": "<!--start--> & co", "base": "/a", "message": "", "start": Markup('{"a":"b"}')}
    shown = page("present/present.html", parts)
    assert "<title>&lt;!--start--&gt; &amp; co</title>" in shown
    assert shown.count('{"a":"b"}') == 1
