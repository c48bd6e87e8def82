"""The site: its configuration, Django's settings made of it, and the addresses of its pages."""
