"""Facts about the country that come with the product; sources in SOURCES.md."""
