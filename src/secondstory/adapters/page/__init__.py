"""The published page of an edition, as one self-contained HTML file."""

from secondstory.adapters.page.page import publish_html, reading_css, reading_html

__all__ = ["publish_html", "reading_css", "reading_html"]
