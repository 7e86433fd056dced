"""How often the early warning is wrong, what it finds, and what its forecasts hold: simulated regions.

`python -m bench.warning` prints the tables of docs/method.md and writes build/warning.json. Regions are the demonstration's
mahallas with their people and all its indicators, three years of quarters, all figures drawn anew. What is found of each
history is kept in build/warning/, so that a run that was ended goes on where it stood (`--minutes` ends it in time); take the
folder away when a rule of the warning has changed.
"""
