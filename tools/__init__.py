"""Make files of this repository from others, and share helpers of the tests and the benchmarks."""
