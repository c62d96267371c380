"""The partners' news as found: sources, the wire, and what a page or feed means."""
