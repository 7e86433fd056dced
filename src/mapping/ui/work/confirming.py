"""What waits for the confirmation of whoever looks at a page."""

from __future__ import annotations

import pandas as pd

from mapping.access.person import Person
from mapping.live.waiting import waiting
from mapping.ui.reporting import confirms_in
from mapping.ui.state import Screen


def waiting_for(screen: Screen, who: Person) -> pd.DataFrame:
    """What waits in the areas in which one confirms, the longest waiting first; what one reported oneself too."""
    found = waiting(screen.snapshot)
    return found[found["area"].str.startswith(confirms_in(who))]


def to_confirm(screen: Screen, who: Person) -> pd.DataFrame:
    """The same without what one reported oneself, which another one confirms."""
    found = waiting_for(screen, who)
    return found if who.is_unbound else found[found["reporter"] != who.id]
