"""``python -m sgwlib``: the ``sgw`` command, for use when its script is not on the PATH."""

from __future__ import annotations

import sys

from sgwlib.cli import main

if __name__ == "__main__":
    sys.exit(main())
