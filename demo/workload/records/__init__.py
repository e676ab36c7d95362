"""Lines of each log in its documented shape, made of visits."""
