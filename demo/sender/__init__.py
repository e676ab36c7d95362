"""Puts logs in at the real entrances, in the shapes and places that AWS itself uses."""
