"""Numbers from history: what rhymes with what. Data in, data out."""
