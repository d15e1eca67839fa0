"""Pseudonymous record linkage: records and keys in, decisions out.

Nothing in this package opens a socket, reads a clock or writes a log, and nothing imports `node`:
anyone can use it to link two pseudonymised registers.
"""
