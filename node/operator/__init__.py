"""The protocol between a node and its own people, on a Unix socket in the node's folder."""
