"""The region named in dataset.toml stands in the region file."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.intake.checks.registry import rule
from mapping.intake.faults import Fault
from mapping.intake.info_file import INFO_FILE
from mapping.intake.raw import RawDataset
from mapping.model.levels import Level


@rule("region_unknown")
def region_unknown(dataset: RawDataset) -> Iterator[Fault]:
    """The region named in dataset.toml stands in the region file."""
    info, layer = dataset.info, dataset.layers.get(Level.REGION)
    if info is not None and layer is not None and info.region not in layer.cells["code"].distinct:
        yield Fault(INFO_FILE, None, "region", info.region, {"known": ", ".join(layer.cells["code"].distinct[:5])})
