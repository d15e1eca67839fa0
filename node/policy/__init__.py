"""May this peer ask this, for this purpose, today? Pure rules over values of the domain."""
