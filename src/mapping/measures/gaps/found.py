"""What a rule gives back: one row per gap."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

COLUMNS = ["area", "measure", "details"]
Detail = dict[str, str | int | float]
Row = tuple[str, str, Detail]


def rows(found: Iterable[Row]) -> pd.DataFrame:
    """Rows (area, measure id or empty, details) as a frame with COLUMNS.

    `details` fill the placeholders of the rule's sentence: numbers, and codes under the name of their list
    (`factor`, `group`, `post`, `tier`, `seven_member`, `level`).
    """
    listed = list(found)
    return pd.DataFrame(
        {
            "area": pd.Series([area for area, _, _ in listed], dtype="str"),
            "measure": pd.Series([measure for _, measure, _ in listed], dtype="str"),
            "details": pd.Series([details for _, _, details in listed], dtype="object"),
        }
    )
