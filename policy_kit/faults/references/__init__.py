"""References, numbers, contents and links: what the document refers to, and what it has."""
