"""Files before they are read: what they are, and whether they are small enough to be opened at all."""

from mapping.reading.files.recognition import Container, recognise

__all__ = ["Container", "recognise"]
