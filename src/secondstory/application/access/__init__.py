"""Who may record what: policy as data, and the journal and the reader that ask it before anything else happens."""
