"""How often the map is wrong when nothing is there, and how much it finds of what is: simulated regions.

`python -m bench.calibration` prints the tables of docs/method.md and writes build/calibration.json and the picture
docs/images/calibration.svg. Regions are the demonstration's mahallas with their people; counts are drawn anew. What is
found of each region is kept in build/calibration/, so that a run that was ended goes on where it stood (`--minutes`
ends it in time); take the folder away when a way of calling has changed.
"""
