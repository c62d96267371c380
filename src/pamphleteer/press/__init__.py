"""The public site as plain files: pages, feeds, and nothing that needs a server."""
