"""How CloudWatch judges a metric alarm, as pure functions; knows nothing of the emulator."""
