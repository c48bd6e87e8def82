"""Time-stamping authorities (RFC 3161): asked over HTTP, and what they signed, kept as files and checked."""
