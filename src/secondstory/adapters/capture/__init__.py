"""What comes out of pipes, commands and files, on its way into the vault."""
