"""What mail servers mean when they refuse: one table, for live replies and for mails that come back.

`reasons` is the small set of words that the house has for it, `said` what a server said, `statuses` and `phrases` the
two halves of the table, `deciding` how they are read together.
"""
