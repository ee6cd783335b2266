"""Comparisons with other projects, which `make bench` leaves out: run each on demand."""
