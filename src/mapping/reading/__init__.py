"""Reading a dataset folder strictly: everything is checked, every fault is told with its place, nothing is guessed."""

from mapping.reading.messages import explain, place
from mapping.reading.reading import read_dataset
from mapping.reading.together import warnings_of

__all__ = ["explain", "place", "read_dataset", "warnings_of"]
