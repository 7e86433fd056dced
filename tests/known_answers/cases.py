"""Cases with known answers: those free to copy lie beside this file, the others in `../shared/statref`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from mapping.stats.weights import Neighbours, from_links

HERE = Path(__file__).parent / "data"
SHARED = Path(__file__).parents[3] / "shared" / "statref"


@dataclass(frozen=True)
class Case:
    folder: Path
    data: pd.DataFrame
    statistics: dict[str, Any]

    def array(self, block: str, name: str) -> np.ndarray:
        """The known values in the order of the data; null is NaN, "Inf" infinite."""
        found = self.statistics[block]
        values = found[name]["value"] if name in found else found["value"][name]
        return np.array([np.nan if value is None else float(value) for value in values])

    def neighbours(self) -> Neighbours:
        """The links of `neighbours.csv`, in the order of the data."""
        links = pd.read_csv(self.folder / "neighbours.csv", dtype=str)
        return from_links(self.data["id"].tolist(), zip(links["id"], links["neighbour_id"], strict=True))


def load(name: str) -> Case:
    """A case by name. Skips the test, saying why, where its data may not be copied and are not at hand."""
    folder = next((root / name for root in (HERE, SHARED) if (root / name).is_dir()), None)
    if folder is None:
        pytest.skip(f"{name}: GPL-2 data, not copied here; looked for in {SHARED}")
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    data = pd.read_csv(folder / "data.csv", dtype={"id": str})
    assert not expected.get("ids") or data["id"].tolist() == [str(code) for code in expected["ids"]]
    return Case(folder, data, expected["statistics"])
