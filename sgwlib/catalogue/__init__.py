"""What is documented and known: editions of the reference page, today's API, what was observed.

The facts are in the tables of ``data/``. No module here has facts of its own.
"""

from sgwlib.catalogue.comparison import Change, Comparison
from sgwlib.catalogue.loading import bundled_folder, load_catalogue
from sgwlib.catalogue.model import Catalogue, unknown_message
from sgwlib.catalogue.records import (
    Edition,
    ErrorCode,
    Evidence,
    ExceptionType,
    HealthEvent,
    KnownCode,
    LiveMessage,
    Observation,
    Operation,
    Origin,
    Pair,
    Statement,
)

__all__ = [
    "Catalogue",
    "Change",
    "Comparison",
    "Edition",
    "ErrorCode",
    "Evidence",
    "ExceptionType",
    "HealthEvent",
    "KnownCode",
    "LiveMessage",
    "Observation",
    "Operation",
    "Origin",
    "Pair",
    "Statement",
    "bundled_folder",
    "load_catalogue",
    "unknown_message",
]
