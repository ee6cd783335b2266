"""``python -m sgwlib``: the ``sgw`` command where its script is not on the PATH."""

from __future__ import annotations

import sys

from sgwlib.cli import main

__all__: list[str] = []

if __name__ == "__main__":
    sys.exit(main())
