"""Reading a CSV file of the dataset: UTF-8, commas, one header line with exactly the schema's columns."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow as pa
from pyarrow import csv

from mapping.model.problems import Problem, Refused
from mapping.model.schemas import Table
from mapping.reading.raw import Cells, RawTable
from mapping.reading.tables.quotes import check_quotes

_FIRST_DATA_ROW = 2


def read_csv(table: Table, content: bytes) -> tuple[RawTable | None, list[Problem]]:
    """The rows that could be read, None when the file or its header keeps all from being read; and the problems.

    Blank rows are passed over; a row with more or fewer cells than the header is a problem. Where there are
    problems the rows serve only to find more of them.
    """
    file = table.file
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        return None, [Problem(file, "file_encoding", row=line, value=repr(content[fault.start : fault.end]))]
    try:
        check_quotes(file, content.decode("utf-8"), ",")
    except Refused as refused:
        return None, list(refused.problems)
    odd: list[csv.InvalidRow] = []
    try:
        read = _parse(content, odd)
    except pa.ArrowInvalid as fault:
        return None, [Problem(file, "file_broken", details={"reason": str(fault)})]
    header = _header_problems(table, read.column_names)
    problems = header + [_odd_row(file, row) for row in odd]
    if any(problem.rule != "column_unknown" for problem in header):
        return None, problems
    return _raw_table(table, read, odd=[row.number for row in odd]), problems


def _parse(content: bytes, odd: list[csv.InvalidRow]) -> pa.Table:
    def put_aside(row: csv.InvalidRow) -> str:
        odd.append(row)
        return "skip"

    names = csv.open_csv(pa.BufferReader(content.split(b"\n", 1)[0] + b"\n")).schema.names
    return csv.read_csv(
        pa.BufferReader(content),
        read_options=csv.ReadOptions(use_threads=False, block_size=1 << 24),
        parse_options=csv.ParseOptions(
            newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=put_aside
        ),
        convert_options=csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
    )


def _header_problems(table: Table, names: list[str]) -> list[Problem]:
    if len(names) == 1 and any(mark in names[0] for mark in ";\t"):
        return [Problem(table.file, "csv_separator", row=1, value=names[0])]
    wanted = set(table.names)
    twice = [name for name, times in Counter(names).items() if times > 1]
    return [
        *(Problem(table.file, "column_missing", row=1, column=name) for name in table.names if name not in names),
        *(
            Problem(table.file, "column_unknown", row=1, column=name)
            for name in dict.fromkeys(names)
            if name not in wanted
        ),
        *(Problem(table.file, "column_twice", row=1, column=name) for name in twice),
    ]


def _odd_row(file: str, row: csv.InvalidRow) -> Problem:
    details = {"expected": str(row.expected_columns), "found": str(row.actual_columns)}
    return Problem(file, "cells_in_row", row=row.number, value=row.text.strip(), details=details)


def _raw_table(table: Table, read: pa.Table, odd: list[int]) -> RawTable:
    """The rows that are not blank, numbered as in the file, from which the `odd` ones are already left out."""
    cells = {name: Cells.of(read.column(name)) for name in table.names}
    numbers = np.arange(_FIRST_DATA_ROW, _FIRST_DATA_ROW + read.num_rows + len(odd))
    numbers = np.setdiff1d(numbers, odd, assume_unique=True)
    blank = np.ones(read.num_rows, dtype=bool)
    for column in cells.values():
        empty = column.distinct.index("") if "" in column.distinct else -1
        blank &= column.codes == empty
    if blank.any():
        cells = {name: Cells(column.distinct, column.codes[~blank]) for name, column in cells.items()}
    return RawTable(table, table.file, cells, numbers[~blank])
