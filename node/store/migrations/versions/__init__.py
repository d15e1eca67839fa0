"""One module for each revision of the schema, in order; none is ever changed after a release."""
