"""Tests of the benches: that they compare what is equal."""
