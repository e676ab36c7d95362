"""CloudTrail files of one's own, read without changing a byte of any event."""
