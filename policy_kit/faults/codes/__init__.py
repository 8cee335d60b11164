"""The list of codes of a document, and what is wrong in it."""
