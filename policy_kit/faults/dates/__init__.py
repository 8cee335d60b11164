"""The dates that a document gives for itself, and what they say of it."""
