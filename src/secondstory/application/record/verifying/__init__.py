"""Verification of a whole workspace: the log, the words, the evidence, and what people see."""
