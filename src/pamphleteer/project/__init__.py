"""Where the rooms are put together: options, settings, addresses, rounds, the day."""
