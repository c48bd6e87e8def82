"""The room of a sitting: what is true only while people sit in it, who may do what there, and its exit poll."""
