"""`python -m tests.fuzz.tables`: right tables in the many forms that offices give them, held to one rule.

What is taken adds up, by indicator and quarter, to what was put in; else the file is refused, or a person is asked. Every
table is told by its number alone. The sums are added up here, not by the product.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from mapping.model.problems import Refused
from mapping.reading.examination import examine
from mapping.reading.matching import Reference, shipped_reference
from mapping.reading.request import Request

_SHOWN = 20
_DISTRICTS = {
    "1710229": ("Koson tumani", "Косон тумани", "Касанский район"),
    "1710207": ("G‘uzor tumani", "Ғузор тумани", "Гузарский район"),
}
_NAMES = (
    ("Navro‘z", "Наврўз"),
    ("Bog‘iston", "Боғистон"),
    ("Guliston", "Гулистон"),
    ("Do‘stlik", "Дўстлик"),
    ("Qurama", "Қурама"),
    ("Chorvador", "Чорвадор"),
)
_AREAS = {f"{district}{n:03}": names for district in _DISTRICTS for n, names in enumerate(_NAMES, start=1)}
_WORDS = {
    "theft": ("O‘g‘irlik", "Ўғирлик", "Кражи", "theft"),
    "fraud": ("Firibgarlik", "Фирибгарлик", "Мошенничество", "fraud"),
    "robbery": ("Bosqinchilik", "Босқинчилик", "Разбой", "robbery"),
}
_MONTHS = (
    ("yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avgust", "sentabr", "oktabr", "noyabr", "dekabr"),
    ("январ", "феврал", "март", "апрел", "май", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр"),
    (
        "январь",
        "февраль",
        "март",
        "апрель",
        "май",
        "июнь",
        "июль",
        "август",
        "сентябрь",
        "октябрь",
        "ноябрь",
        "декабрь",
    ),
)
_HEADS = {
    "code": ("MFY kodi", "МФЙ коди", "Код махалли", "code"),
    "district": ("Tuman", "Туман", "Район", "District"),
    "area": ("MFY nomi", "Маҳалла", "Махалля", "Mahalla"),
    "period": ("Davr", "Давр", "Период", "Period"),
    "indicator": ("Ko‘rsatkich", "Кўрсаткич", "Показатель", "Indicator"),
    "count": ("Soni", "Сони", "Количество", "Count"),
    "total": ("Jami", "Жами", "Итого", "Total"),
    "number": ("T/r", "т/р", "№", "No"),
    "note": ("Eslatma", "Эслатма", "Примечание", "Remark"),
}  # fmt: skip
_QUARTERS = ("2025Q1", "2025Q2", "2025Q3", "2025Q4")


@dataclass
class Made:
    """A table on its way: its rows, what they add up to, whether something in it has to be asked or refused."""

    rows: list[list[Any]]
    sums: dict[tuple[str, str], int]
    doubtful: bool = False
    told: list[str] = field(default_factory=list)


def reference() -> Reference:
    """The shipped areas with six mahallas in each of two districts, their names alike."""
    frame = pd.DataFrame(
        {
            "code": list(_AREAS), "name_uz_latn": [one[0] for one in _AREAS.values()],
            "name_uz_cyrl": [one[1] for one in _AREAS.values()], "parent": [code[:7] for code in _AREAS], "level": "mahalla",
        }
    ).assign(name_ru="", name_en="")  # fmt: skip
    return shipped_reference().with_areas(frame)


def made(number: int) -> tuple[str, bytes, Made]:
    """The table of that number: the name of its file, its content, and what is right."""
    chance = random.Random(number)
    lang = chance.randrange(4)
    codes = sorted(chance.sample(list(_AREAS), chance.randint(2, len(_AREAS))))
    kinds = chance.sample(list(_WORDS), chance.randint(1, 3))
    quarters = _QUARTERS[: chance.randint(1, 4)]
    figures = {
        (code, kind, quarter): None if chance.random() < 0.05 else chance.choice((chance.randint(0, 40), chance.randint(0, 4000)))
        for code in codes for kind in kinds for quarter in quarters
    }  # fmt: skip
    form = chance.choice((_long, _by_quarter, _by_kind, _by_month, _running))
    table = form(chance, lang, codes, kinds, quarters, figures)
    changes = (_numbered, _noted, _unknown_figures, _wrong_cell, _blank_rows, _titled, _remarked)
    for change in sorted(chance.sample(changes, chance.randint(0, 4)), key=changes.index):
        change(chance, lang, table)
    name, content = _written(chance, table)
    return name, content, table


def _sums(figures: dict[tuple[str, str, str], int | None]) -> dict[tuple[str, str], int]:
    sums: dict[tuple[str, str], int] = {}
    for (_, kind, quarter), figure in figures.items():
        if figure is not None:
            sums[kind, quarter] = sums.get((kind, quarter), 0) + figure
    return sums


def _area(chance: random.Random, lang: int, code: str, way: int) -> list[str]:
    script = 0 if lang in (0, 3) else 1
    district = _DISTRICTS[code[:7]][{0: 0, 1: 1, 2: 2, 3: 0}[lang]]
    name = _AREAS[code][script] + (
        chance.choice(("", " MFY", " mahallasi")) if script == 0 else chance.choice(("", " МФЙ"))
    )
    return [code] if way == 0 else [district, name]


def _heads(lang: int, way: int) -> list[str]:
    return [_HEADS["code"][lang]] if way == 0 else [_HEADS["district"][lang], _HEADS["area"][lang]]


def _period(chance: random.Random, lang: int, quarter: str) -> str:
    year, n = quarter.split("Q")
    roman = ("I", "II", "III", "IV")[int(n) - 1]
    ways = (
        (f"{year} yil {n}-chorak", f"{n}-chorak {year}"),
        (f"{year} йил {n}-чорак", f"{year} йил {roman} чорак"),
        (f"{roman} квартал {year}", f"{n} квартал {year} года"),
        (quarter, quarter),
    )
    return chance.choice((quarter, *ways[lang]))


def _shuffled(chance: random.Random, rows: list[list[Any]]) -> list[list[Any]]:
    order = list(range(len(rows[0])))
    if chance.random() < 0.5:
        chance.shuffle(order)
    return [[row[n] for n in order] for row in rows]


def _long(chance, lang, codes, kinds, quarters, figures) -> Made:  # type: ignore[no-untyped-def]
    way = chance.randrange(2)
    head = [*_heads(lang, way), _HEADS["period"][lang], _HEADS["indicator"][lang], _HEADS["count"][lang]]
    rows = [
        [*_area(chance, lang, code, way), _period(chance, lang, quarter), _WORDS[kind][lang], figure]
        for (code, kind, quarter), figure in figures.items()
    ]
    chance.shuffle(rows)
    return Made(_shuffled(chance, [head, *rows]), _sums(figures), told=["long"])


def _by_quarter(chance, lang, codes, kinds, quarters, figures) -> Made:  # type: ignore[no-untyped-def]
    way = chance.randrange(2)
    head = [*_heads(lang, way), _HEADS["indicator"][lang], *(_period(chance, lang, quarter) for quarter in quarters)]
    rows = [
        [*_area(chance, lang, code, way), _WORDS[kind][lang], *(figures[code, kind, quarter] for quarter in quarters)]
        for code in codes for kind in kinds
    ]  # fmt: skip
    table = Made([head, *rows], _sums(figures), told=["by quarter"])
    if len(kinds) == 1 and chance.random() < 0.6:
        _total_row(chance, lang, table, len(_heads(lang, way)) + 1)
    if len(quarters) > 1 and chance.random() < 0.4:
        _total_column(chance, lang, table, len(_heads(lang, way)) + 1)
    return table


def _by_kind(chance, lang, codes, kinds, quarters, figures) -> Made:  # type: ignore[no-untyped-def]
    way = chance.randrange(2)
    head = [*_heads(lang, way), _HEADS["period"][lang], *(_WORDS[kind][lang] for kind in kinds)]
    rows = [
        [*_area(chance, lang, code, way), _period(chance, lang, quarter), *(figures[code, kind, quarter] for kind in kinds)]
        for quarter in quarters for code in codes
    ]  # fmt: skip
    table = Made([head, *rows], _sums(figures), told=["by kind"])
    if len(quarters) == 1 and chance.random() < 0.6:
        _total_row(chance, lang, table, len(_heads(lang, way)) + 1)
    return table


def _by_month(chance, lang, codes, kinds, quarters, figures) -> Made:  # type: ignore[no-untyped-def]
    """One indicator by month; the quarters are the sums of theirs. A month may be missing: then it is asked."""
    way, kind = chance.randrange(2), kinds[0]
    months = [3 * int(quarter[-1]) - 2 + n for quarter in quarters for n in range(3)]
    parts = {(code, month): chance.randint(0, 30) for code in codes for month in months}
    names = _MONTHS[min(lang, 2)] if lang != 3 else _MONTHS[0]
    kept = months[:-1] if chance.random() < 0.2 else months
    head = [*_heads(lang, way), _HEADS["indicator"][lang], *(f"{names[month - 1]} 2025" for month in kept)]
    rows = [
        [*_area(chance, lang, code, way), _WORDS[kind][lang], *(parts[code, month] for month in kept)] for code in codes
    ]
    whole = [quarter for n, quarter in enumerate(quarters) if {months[3 * n + k] for k in range(3)} <= set(kept)]
    sums = {
        (kind, quarter): sum(parts[code, 3 * int(quarter[-1]) - 2 + n] for code in codes for n in range(3))
        for quarter in whole
    }
    return Made([head, *rows], sums, doubtful=kept != months, told=["by month"])


def _running(chance, lang, codes, kinds, quarters, figures) -> Made:  # type: ignore[no-untyped-def]
    """One indicator as running totals since January."""
    way, kind = chance.randrange(2), kinds[0]
    names = _MONTHS[min(lang, 2)] if lang != 3 else _MONTHS[0]
    told = {(code, kind, quarter): figures[code, kind, quarter] or 0 for code in codes for quarter in quarters}
    head = [
        *_heads(lang, way),
        _HEADS["indicator"][lang],
        *(f"{names[0]}-{names[3 * int(quarter[-1]) - 1]} 2025" for quarter in quarters),
    ]
    rows = [
        [*_area(chance, lang, code, way), _WORDS[kind][lang],
         *(sum(told[code, kind, one] for one in quarters[: n + 1]) for n in range(len(quarters)))]
        for code in codes
    ]  # fmt: skip
    return Made([head, *rows], _sums(told), doubtful=len(quarters) > 1, told=["running"])


def _total_row(chance: random.Random, lang: int, table: Made, begins: int) -> None:
    parts = [[row[n] for row in table.rows[1:]] for n in range(begins, len(table.rows[0]))]
    totals = [sum(one for one in column if one is not None) for column in parts]
    if chance.random() < 0.25:
        totals[-1] += 1 if None in parts[-1] else chance.choice((-1, 1, 9))
        table.doubtful = table.doubtful or None not in parts[-1]
    row = [_HEADS["total"][lang], *[""] * (begins - 1), *totals]
    table.rows.insert(chance.choice((1, len(table.rows))), row)
    table.told.append("total row")


def _total_column(chance: random.Random, lang: int, table: Made, begins: int) -> None:
    table.rows[0].append(_HEADS["total"][lang])
    for row in table.rows[1:]:
        figures = [one for one in row[begins:] if one is not None]
        row.append(sum(figures))
    table.told.append("total column")


def _titled(chance: random.Random, lang: int, table: Made) -> None:
    title = ("Ma’lumot", "Маълумот", "Сведения", "Figures")[lang]
    table.rows[:0] = [[title], []] if chance.random() < 0.5 else [[title]]


def _numbered(chance: random.Random, lang: int, table: Made) -> None:
    begins = _header(table)
    for n, row in enumerate(table.rows[begins:]):
        row.insert(0, "" if not row else (chance.choice((_HEADS["number"][lang], "")) if n == 0 else n))


def _remarked(chance: random.Random, lang: int, table: Made) -> None:
    table.rows += [[], [("Izoh: ma’lumotlar dastlabki bo‘lib, keyinchalik aniqlashtiriladi, iltimos hisobga oling",
                         "Изоҳ: маълумотлар дастлабки бўлиб, кейинчалик аниқлаштирилади, илтимос ҳисобга олинг",
                         "Примечание: данные предварительные и в дальнейшем будут уточняться, просим учитывать",
                         "Note: these figures are preliminary and will be revised later on, please mind that")[lang]]]  # fmt: skip


def _blank_rows(chance: random.Random, lang: int, table: Made) -> None:
    table.rows.insert(chance.randint(_header(table) + 1, len(table.rows)), [])


def _noted(chance: random.Random, lang: int, table: Made) -> None:
    begins = _header(table)
    for n, row in enumerate(table.rows[begins:]):
        if row and len(row) > 1:
            row.append(_HEADS["note"][lang] if n == 0 else chance.choice(("", "x", "tekshirildi")))


def _unknown_figures(chance: random.Random, lang: int, table: Made) -> None:
    """A column of figures that nobody understands: it has to be asked about."""
    if chance.random() < 0.5:
        return
    begins = _header(table)
    for n, row in enumerate(table.rows[begins:]):
        if row and len(row) > 1:
            row.append(chance.choice(("Kapalak ovlash", "Ловля бабочек", "")) if n == 0 else chance.randint(11, 99))
    table.doubtful = True
    table.told.append("unknown figures")


def _wrong_cell(chance: random.Random, lang: int, table: Made) -> None:
    """One figure becomes what is no count: it has to be refused."""
    if chance.random() < 0.5:
        return
    begins = _header(table) + 1
    places = [
        (y, x)
        for y in range(begins, len(table.rows))
        for x, cell in enumerate(table.rows[y])
        if isinstance(cell, int) and x > 1
    ]
    if places:
        y, x = chance.choice(places)
        table.rows[y][x] = chance.choice(("#N/A", "#DIV/0!", "12%", "3,5", "-4", "1.234", "besh"))
        table.doubtful = True
        table.told.append("wrong cell")


def _header(table: Made) -> int:
    return next(n for n, row in enumerate(table.rows) if len(row) > 1)


def _number(chance: random.Random, cell: Any, way: int) -> str:
    if not isinstance(cell, int):
        return "" if cell is None else str(cell)
    signs = ("", " ", "\u00a0", "'")[way]
    return f"{cell:,}".replace(",", signs)


def _written(chance: random.Random, table: Made) -> tuple[str, bytes]:
    if chance.random() < 0.4:
        target = io.BytesIO()
        book = xlsxwriter.Workbook(target, {"in_memory": True})
        sheet = book.add_worksheet("Jadval")
        for n, row in enumerate(table.rows):
            for m, cell in enumerate(row):
                if cell not in (None, ""):
                    sheet.write(n, m, cell) if isinstance(cell, int) else sheet.write_string(n, m, str(cell))
        book.close()
        return "table.xlsx", target.getvalue()
    separator, way = chance.choice(";,\t|"), chance.randrange(4)
    width = max(map(len, table.rows))
    lines = []
    for row in table.rows:
        cells = [_number(chance, cell, way) for cell in row] + [""] * (width - len(row))
        lines.append(separator.join(f'"{one}"' if separator in one or "\n" in one else one for one in cells))
    text = "\r\n".join(lines) + "\r\n"
    return "table.csv", text.encode(chance.choice(("utf-8", "utf-8-sig", "utf-16")))


def verdict(number: int, folder: Path, known: Reference) -> tuple[str, str]:
    """What became of a table (`taken`, `asked`, `refused`), or `wrong` with what is: the sums differ, or nobody was asked."""
    name, content, table = made(number)
    path = folder / name
    path.write_bytes(content)
    try:
        report = examine(path, Request(reference=known))
    except Refused as refused:
        return "wrong", f"raised {refused}"
    if report.frame is None:
        return "refused", ", ".join(sorted({one.rule for one in report.refused}))
    told = report.frame.dropna(subset=["count"])
    sums = {
        (str(kind), str(quarter)): int(total)
        for (kind, quarter), total in told.groupby(["indicator", "period"])["count"].sum().items()
    }
    if sums != table.sums:
        return "wrong", f"{table.told}: {sums} is not {table.sums}"
    if table.doubtful and not report.asked:
        return "wrong", f"{table.told}: nobody was asked"
    return ("asked" if report.asked else "taken"), ", ".join(sorted({one.rule for one in report.asked}))


def main() -> int:
    """Exit status 0 when no table gave other sums than its own."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.tables", description=__doc__)
    parser.add_argument("--inputs", type=int, default=5000, help="how many tables")
    parser.add_argument("--first", type=int, default=0, help="number of the first")
    options = parser.parse_args()
    begin, counts, wrong, known = time.monotonic(), Counter[str](), [], reference()
    why: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.first, options.first + options.inputs):
            what, told = verdict(number, Path(folder), known)
            counts[what] += 1
            why[f"{what}: {told}"] += what != "wrong"
            if what == "wrong":
                wrong.append(f"{number}: {told}")
    print("\n".join(wrong[:_SHOWN]))
    print("\n".join(f"{times:6} {reason}" for reason, times in why.most_common(_SHOWN)))
    print(f"{options.inputs} tables in {time.monotonic() - begin:.0f} s: {dict(counts)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
