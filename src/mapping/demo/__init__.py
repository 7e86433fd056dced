"""The demonstration region: Kashkadarya with invented borders and invented figures, the same from the same seed."""

from mapping.demo.region import MAHALLAS, SEED, build

__all__ = ["MAHALLAS", "SEED", "build"]
