"""A child process, with limits, in which uploaded pictures are read and made anew.

`asking` is the house's side of it. What decodes is the child's alone.
"""
