"""The pages of the post at the desk: digests, editions, readers."""
