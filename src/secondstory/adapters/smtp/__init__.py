"""Mail: the outbox that every letter enters first, and the SMTP server that takes it from there."""
