"""A child process, with limits, in which what strangers wrote badly is read.

`asking` and `child` are the house's side of it. What reads is the child's alone, and heavy to import.
"""
