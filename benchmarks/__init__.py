"""Measure what the library costs and how its costs grow: ``python -m benchmarks``.

Each figure is compared with a peer that is measured in the same run, or with a fixed limit. So a
ratio means the same on a slow machine and on a fast one. The command exits with 1 if a ratio is
above its ceiling. `benchmarks.peers` compares with programs that are not installed by default.
"""
