"""The web application: it parses what a browser sends, calls the application, and renders. It decides nothing."""
