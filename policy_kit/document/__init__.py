"""Documents: what a school publishes or submits, as blocks in reading order."""
