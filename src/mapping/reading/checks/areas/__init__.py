"""Rules for codes and names, of boundaries and tables alike. A new rule is a new file here."""

from __future__ import annotations

import importlib
import pkgutil

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")
