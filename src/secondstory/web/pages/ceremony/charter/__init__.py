"""The charter: its text, that one has read it, its versions, and the small cases that keep it alive."""
