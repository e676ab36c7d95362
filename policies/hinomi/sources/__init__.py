"""Where resources come from. Each source gives the same type, so nothing after it can tell."""
