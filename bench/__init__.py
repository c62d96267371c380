"""Benchmarks: figures, printed; never a test."""
