"""Put a node together: the only place that knows every concrete class."""

from node.assemble.node import Node
from node.assemble.opening import SystemClock, open_node

__all__ = ["Node", "SystemClock", "open_node"]
