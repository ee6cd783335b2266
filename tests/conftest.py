"""What holds for all tests."""

from __future__ import annotations

import signal

# A shell lets what it starts in the background ignore Ctrl-C, and children inherit that. Some tests
# press Ctrl-C in a child.
signal.signal(signal.SIGINT, signal.default_int_handler)
