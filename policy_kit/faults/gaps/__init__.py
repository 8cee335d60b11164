"""What is left to fill, and what was left over: brackets, blanks, highlights, another school, broken sentences."""
