"""The way out to mirrors: signed copies of the site that anybody can carry on and check.

The press writes relative links, one atomic file at a time, and records each file with its hash; a
snapshot is made from those rows, and carriers bring it elsewhere. Nothing in the rooms below knows
of it.
"""
