"""The kinds of pages that the post brings to the press: editions, and the lists of them."""
