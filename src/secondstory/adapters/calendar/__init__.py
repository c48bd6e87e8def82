"""Entries for people's calendars."""
