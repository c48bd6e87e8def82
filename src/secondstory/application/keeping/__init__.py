"""Acts that keep the record honest: evidence, holds, erasure, people."""
