"""Everything that holds or uses a secret of the node: keyring, identity, seals, certificate."""
