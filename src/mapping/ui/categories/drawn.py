"""What a part of the page asks the map to show."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from mapping.ui.state import Screen
from mapping.views.map.view import View


@dataclass(frozen=True)
class Drawn:
    """Selection and view, a title where the view has none, and the categories by the thresholds tried, by mahalla."""

    screen: Screen
    view: View
    title: str | None = None
    tried: pd.Series[str] | None = None
