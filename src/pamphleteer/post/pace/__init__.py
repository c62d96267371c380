"""How fast letters go: buckets of relays, waits after failures, rates that sites teach.

All of it is plain values and functions of the time; rows are written elsewhere.
"""
