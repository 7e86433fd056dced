"""The rules, one a file. A new rule is a new file here and its text in `model/locale/rule.toml`.

Those in this folder are the rules that a dataset must keep; those of `areas`, `boundaries` and `tables` look at a file on
its way in, those of `figures` at figures side by side. A check is a generator of `Fault`s under `@rule("key")`; it must not
fail on what another rule refuses, since all of them look at the same texts and every problem is to be told at once.
Whoever looks for problems imports this package, so that every rule is known.
"""

from __future__ import annotations

import importlib
import pkgutil

for _module in pkgutil.walk_packages(__path__, f"{__name__}."):
    importlib.import_module(_module.name)
