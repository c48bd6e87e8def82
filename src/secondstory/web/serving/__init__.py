"""Runs the site: one process, threads, on one address."""
