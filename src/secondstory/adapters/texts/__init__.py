"""The texts of the product: TOML files of our own wording, each replaceable by a workspace."""
