"""Measurements, and the made-up material they are taken on."""
