"""Real clients meeting simulated errors."""
