"""Ordinary traffic: what an account does all day, and what must ring nothing."""
