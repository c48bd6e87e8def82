"""How the answers of `coach` are shown: for people, for scripts, for CI and for editors."""
