"""Reading a dataset folder strictly: everything is checked, every fault is told with its place, nothing is guessed."""

from mapping.intake.messages import explain, place
from mapping.intake.reading import read_dataset

__all__ = ["explain", "place", "read_dataset"]
