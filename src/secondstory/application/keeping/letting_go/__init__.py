"""What readers no longer see: items that were redacted, and what a retention that ran out lets go of."""
