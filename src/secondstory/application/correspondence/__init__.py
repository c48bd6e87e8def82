"""Letters to people, and the feed: what is told, to whom, and in which words."""
