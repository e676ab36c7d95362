"""How an outcome is shown: on a terminal, as JSON, as a page."""
