"""Run the one command as `python -m pamphleteer`."""

from pamphleteer.cli import main

if __name__ == "__main__":
    main()
