"""Full-text search: an index that the build writes, and the pattern that queries ask it by."""
