"""The processes that hold the engine: one answers queries within walls, the other makes a store.

They import as little as they can: one is started for each query that was killed, and a library's
threads would be outside of the walls.
"""
