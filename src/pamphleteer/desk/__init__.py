"""Articles, and the desk at which editors choose, write and publish them."""
