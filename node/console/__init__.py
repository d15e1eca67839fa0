"""The console: pages for analysts, officers, administrators and auditors, rendered by the node."""
