"""What keeps the record honest: evidence, holds, erasure, people, the installation."""
