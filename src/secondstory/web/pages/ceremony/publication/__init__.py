"""Publication: the gates and what is asked before, the published page as everybody reads it, and the files of it."""
