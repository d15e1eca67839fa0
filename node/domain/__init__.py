"""Nouns of the exchange: frozen values without input or output."""
