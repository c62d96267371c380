"""Where the rooms are put together: options, settings, addresses, rounds, and what crosses rooms."""
