"""The words of the field: levels, codes, periods, table schemas, the view one looks at. Knows nothing above it."""
