"""Evidence joined into chains, link by link, and why each link holds."""
