"""What the library costs, and how its costs grow: ``python -m benchmarks``.

Every figure is set against a peer measured in the same run, or a ceiling, so that it means the
same on a slow machine as on a quick one. The command ends with 1 if a ceiling is missed.
"""
