"""Fixtures for every test: none.

Values come from factories and are made where they are used; a fixture is for what costs time or
must be closed again, and stands in the folder of the tests that need it.
"""

# Before any test file imports grpc, as the packages of the product do it for themselves.
import node.tls  # noqa: F401
