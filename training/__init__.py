"""How what the product has learned is made: ./dev train."""
