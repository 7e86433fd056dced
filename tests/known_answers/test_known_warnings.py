"""Rules of others that the early warning is compared with (`bench.rules`), against what R's `surveillance` answers.

The series (weekly counts of the Robert Koch Institute and of the British public health laboratories) come in Debian's
package of it, under the GPL; they are not copied here but fetched, or else the tests are skipped.
"""

from __future__ import annotations

import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from bench.rules import Flexible, bayes, ears, farrington, flexible, rki
from tests.known_answers.rdata import numbers

PACKAGE = "r-cran-surveillance"
FLEXIBLE = Flexible(years=4, half=3, parts=10, skipped=26, alpha=0.05)


@pytest.fixture(scope="session")
def series(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the package's series."""
    folder = tmp_path_factory.mktemp("surveillance")
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        pytest.skip(f"no Debian tools to fetch {PACKAGE} with")
    subprocess.run(["apt-get", "-qq", "download", PACKAGE], cwd=folder, check=False, capture_output=True, timeout=120)
    packages = list(folder.glob("*.deb"))
    if not packages:
        pytest.skip(f"{PACKAGE} cannot be fetched here")
    subprocess.run(["dpkg-deb", "-x", packages[0], folder], check=True)
    return folder / "usr/lib/R/site-library/surveillance/data"


@pytest.fixture(scope="session")
def agona(series: Path) -> np.ndarray:
    return numbers(series / "salmonella.agona.RData")["observed"].ravel()


@pytest.fixture(scope="session")
def newport(series: Path) -> tuple[np.ndarray, np.ndarray]:
    """All of Germany, and the days of the weeks."""
    found = numbers(series / "salmNewport.RData")
    return found["observed"].sum(axis=1), found["epoch"].astype(np.int64)


def test_bayes(agona: np.ndarray) -> None:
    assert [bayes(agona, at, years=4, half=3, alpha=0.01) for at in range(269, 274)] == [6, 6, 5, 6, 5]


def test_rki(agona: np.ndarray) -> None:
    assert [rki(agona, at, years=0, half=6) for at in range(269, 272)] == [8.102, 5.323, 5.323]


def test_farrington(agona: np.ndarray) -> None:
    found = [farrington(agona, at, years=3, half=3, alpha=0.01) for at in range(269, 272)]
    assert found == pytest.approx([0, 5.96808341709, 0], rel=1e-9)


def test_ears(newport: tuple[np.ndarray, np.ndarray]) -> None:
    counts, days = newport
    weeks = [at for at, day in enumerate(days) if (date(1970, 1, 1) + timedelta(int(day))).isocalendar().year == 2011]
    found = [ears(counts, at, alpha=0.05) for at in weeks[:4]]
    assert found == pytest.approx([3.278854, 3.278854, 3.436517, 3.855617], abs=1e-6)


@pytest.mark.parametrize(("method", "total"), [("delta", 283.274828918), ("nbPlugin", 274), ("muan", 324)])
def test_flexible(newport: tuple[np.ndarray, np.ndarray], method: str, total: float) -> None:
    counts, days = newport
    found = np.array([flexible(counts, days, at, method, FLEXIBLE) for at in range(counts.size - 52, counts.size)])
    assert np.isnan(found).sum() == 16
    assert np.nansum(found) == pytest.approx(total, rel=1e-9)
