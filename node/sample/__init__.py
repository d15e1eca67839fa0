"""Registers that look like life: what a new user tries the product with, and benchmarks run on.

Everything is invented; nothing is drawn from a register of real people.
"""

from node.sample.agency import DEFAULT_AGENCIES, AgencyPlan
from node.sample.column import CASE_COLUMNS, COLUMNS
from node.sample.entity import iter_companies, iter_identifiers, iter_persons, iter_vessels
from node.sample.generate import SampleSummary, generate

__all__ = [
    "CASE_COLUMNS",
    "COLUMNS",
    "DEFAULT_AGENCIES",
    "AgencyPlan",
    "SampleSummary",
    "generate",
    "iter_companies",
    "iter_identifiers",
    "iter_persons",
    "iter_vessels",
]
