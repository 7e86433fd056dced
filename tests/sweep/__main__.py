"""`python -m tests.sweep`."""

import sys

from tests.sweep.run import main

if __name__ == "__main__":
    sys.exit(main())
