"""Smooth random fields: sums of sine waves of random direction, so that near places resemble each other."""

from __future__ import annotations

import numpy as np

from mapping.demo.projection import Floats

WAVES = 48


def smooth_field(rng: np.random.Generator, points: Floats, *, longest_km: float, shortest_km: float) -> Floats:
    """A field of mean about 0 and standard deviation about 1 at points (n × 2, metres).

    Wavelengths run from `longest_km` to `shortest_km`, evenly by ratio; longer waves are higher
    (amplitude by the square root of wavelength), as in terrain.
    """
    lengths = np.geomspace(longest_km, shortest_km, WAVES) * 1000
    bearings = rng.uniform(0, 2 * np.pi, WAVES)
    phases = rng.uniform(0, 2 * np.pi, WAVES)
    amplitudes = np.sqrt(lengths)
    field = np.zeros(len(points))
    for length, bearing, phase, amplitude in zip(lengths, bearings, phases, amplitudes, strict=True):
        along = points[:, 0] * np.cos(bearing) + points[:, 1] * np.sin(bearing)
        field += amplitude * np.sin(2 * np.pi * along / length + phase)
    return np.asarray(field / np.sqrt((amplitudes**2).sum() / 2))


def warped(
    rng: np.random.Generator, points: Floats, *, reach_km: float, longest_km: float, shortest_km: float
) -> Floats:
    """Points moved by smooth random amounts, `reach_km` being one standard deviation along each axis."""
    moves = [smooth_field(rng, points, longest_km=longest_km, shortest_km=shortest_km) for _ in range(2)]
    return points + np.column_stack(moves) * reach_km * 1000
