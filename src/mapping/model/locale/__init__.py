"""Every text on the screen, in four languages, from the TOML catalogues beside this file."""

from mapping.model.locale.texts import DEFAULT_LANG, Lang, has_text, name_column, text

__all__ = ["DEFAULT_LANG", "Lang", "has_text", "name_column", "text"]
