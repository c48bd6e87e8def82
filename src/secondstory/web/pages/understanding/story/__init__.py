"""The story: writing it with others, looking at its wording, its versions, and what stands around the text."""
