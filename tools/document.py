"""Write the document of the bundled catalogue for the explorer: ``python -m tools.document``."""

from __future__ import annotations

from sgwlib import load_catalogue
from sgwlib.ui.document import BUNDLED, compact, document

if __name__ == "__main__":
    BUNDLED.write_text(compact(document(load_catalogue())), encoding="utf-8")
