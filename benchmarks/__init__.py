"""What the library costs, and how its costs grow: ``python -m benchmarks``."""
