"""People's files to checked frames. A dataset is checked as a whole: every fault is told with its place."""

from mapping.reading.messages import explain, place
from mapping.reading.reading import checked, read_dataset
from mapping.reading.together import Remarked, warnings_of

__all__ = ["Remarked", "checked", "explain", "place", "read_dataset", "warnings_of"]
