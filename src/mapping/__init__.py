"""The regional risk map: what happened in every mahalla, how sure that is, and who answers for it."""

__version__ = "0.2.0.dev0"
