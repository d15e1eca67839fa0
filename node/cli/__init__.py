"""The command line: parses words, calls the node or one module, prints what comes back."""

from node.cli.entry import main

__all__ = ["main"]
