"""`python -m mapping.cli`: the same as `riskmap`."""

from mapping.cli.app import main

main()
