"""The ledger: what the node must not forget, and the journal that nobody can rewrite."""
