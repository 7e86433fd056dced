"""The region named in dataset.toml stands in the region file."""

from __future__ import annotations

from collections.abc import Iterator

from mapping.model.levels import Level
from mapping.reading.faults import Fault
from mapping.reading.info_file import INFO_FILE
from mapping.reading.raw import RawDataset
from mapping.reading.registry import rule


@rule("region_unknown")
def region_unknown(dataset: RawDataset) -> Iterator[Fault]:
    """The region named in dataset.toml stands in the region file."""
    info, layer = dataset.info, dataset.layers.get(Level.REGION)
    if info is not None and layer is not None and info.region not in layer.cells["code"].distinct:
        yield Fault(INFO_FILE, None, "region", info.region, {"known": ", ".join(layer.cells["code"].distinct[:5])})
