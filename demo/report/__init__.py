"""The page that shows the play: one file that asks the network for nothing."""
