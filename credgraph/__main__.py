"""``python -m credgraph``."""

from credgraph import main

if __name__ == "__main__":
    main(prog_name="credgraph")
