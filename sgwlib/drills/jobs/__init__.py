"""The jobs that fail in drills. Each is a whole program, as people write them."""
