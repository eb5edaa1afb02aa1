"""The process that answers queries, and its walls. It imports as little as it can: one is started
for each that was killed, and a library's threads would be outside of the walls."""
