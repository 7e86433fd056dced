"""One archive by which the map is installed on a machine without a network: `make bundle`. docs/install.md says what becomes of it there."""
