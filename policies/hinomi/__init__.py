"""Proves, on a plan, a state or a live account, that the watch over AWS is complete."""
