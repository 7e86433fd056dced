"""The regional risk map: what happened in every mahalla, how sure that is, and who answers for it."""

__version__ = "0.1.0"
