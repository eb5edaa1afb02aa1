"""Learning and employment records: Open Badges 3.0 as JSON."""
