"""Scripts that make what can be made: the sample, term tables, contexts, pictures."""
