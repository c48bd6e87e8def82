"""Support for the people closest to an incident: offers, their answers, and notes between two people."""
