"""Many submissions → one table: each file judged in a process apart, what was found kept, and the whole told."""
