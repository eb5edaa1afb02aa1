"""What the graph is and where it lives: vocabulary, canonical IRIs, builds, stores, links."""
