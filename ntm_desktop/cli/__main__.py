"""`python -m ntm_desktop.cli`: the same as `ntm`."""

import sys

from ntm_desktop.cli import main

if __name__ == "__main__":
    sys.exit(main())
