"""The ports: what the application needs of the outside, each with its duties in its docstring."""
