"""The schemas hold together."""

from __future__ import annotations

import pytest

from mapping.model.schemas import AREA, DATA_TABLES, Form, Table

TABLES = (AREA, *DATA_TABLES)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_table_is_well_formed(table: Table) -> None:
    assert len(set(table.names)) == len(table.names)
    assert set(table.key) <= set(table.names)
    for column in table.columns:
        assert column.meaning.strip()
        assert (column.form is Form.CHOICE) == bool(column.choices)
        assert (column.form is Form.TERM) == (column.term is not None)
        assert column.name not in table.key or column.required


def test_files_and_names_are_unique() -> None:
    assert len({table.file for table in TABLES}) == len({table.name for table in TABLES}) == len(TABLES)
