"""The demo: an intrusion, told in real-shaped events, that the watch has to see and report."""
