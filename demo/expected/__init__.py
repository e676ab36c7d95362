"""Hand-written lists of what must ring, each line with its reason."""
