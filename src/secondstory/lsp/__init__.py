"""The coach in an editor, over the Language Server Protocol. It keeps texts while they are open, and nothing else."""
