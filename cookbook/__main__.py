"""`python -m cookbook` is the command `cookbook`."""

from cookbook.cli import main

if __name__ == "__main__":
    main()
