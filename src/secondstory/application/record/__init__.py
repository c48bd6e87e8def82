"""What the application does with the record: append, read, verify, prove, erase, back up."""
