"""Every view there is, shown everywhere it can be shown, without a browser: nothing breaks, and what is said is true.

`python -m tests.sweep` goes through all of it; a seeded sample is part of `make test`.
"""
