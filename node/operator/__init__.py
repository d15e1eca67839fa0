"""The protocol between a node and its own people, on a Unix socket in the node's folder."""

# First of all, before anything imports grpc.
import node.tls as _tls  # noqa: F401
