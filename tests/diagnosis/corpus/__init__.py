"""A corpus of error texts, captured from real clients, with what a careful reader takes from each."""
