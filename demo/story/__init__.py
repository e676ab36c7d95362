"""The intrusion as data: cast, acts, and how their events become CloudTrail and flow records."""
