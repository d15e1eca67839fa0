"""Fuzzing of everything that reads a peer's bytes: `make fuzz`, and a short run with the tests."""
