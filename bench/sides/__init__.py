"""One file per way to build the page: how its server starts, what it should paint, how a person works it."""
