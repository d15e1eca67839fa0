"""What the agency's monitoring sees: health, readiness and Prometheus metrics, on a local port.

Nothing here names a person, a case, an officer or a query.
"""

from node.observe.page import application
from node.observe.server import ObserveServer
from node.observe.tally import CallTally

__all__ = ["CallTally", "ObserveServer", "application"]
