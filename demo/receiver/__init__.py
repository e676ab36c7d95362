"""What reached the readers: the next-action queue, and the mailboxes."""
