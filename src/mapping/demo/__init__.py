"""The demonstration region: Kashkadarya with invented borders and invented figures, the same from the same seed."""

from mapping.demo.errors import NotBuilt
from mapping.demo.places import MAHALLAS
from mapping.demo.region import SEED, build

__all__ = ["MAHALLAS", "SEED", "NotBuilt", "build"]
