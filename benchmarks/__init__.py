"""What the product costs: speed, size and quality, measured on invented registers."""
