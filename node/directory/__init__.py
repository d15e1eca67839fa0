"""Who is a member: entries that nodes sign of themselves, and agreements between two of them."""
