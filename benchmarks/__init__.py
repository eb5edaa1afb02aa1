"""Comparisons of credgraph with its peers, side by side in one run. See RESULTS.md."""
