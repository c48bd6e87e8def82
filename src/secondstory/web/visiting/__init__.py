"""A visit: who asks for a page, what they may do it with, and how they are answered."""
