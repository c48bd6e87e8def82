"""Where documents meet the application: pages and Markdown going out, anybody's Markdown coming in."""
