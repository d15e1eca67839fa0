"""Values as written to values as compared; one module for each kind, none knows a record."""
