"""The peer protocol: envelopes, messages, the server and the line to a peer, all over gRPC."""

# First of all, before anything imports grpc.
import node.tls as _tls  # noqa: F401
