"""What the child may take for one page, and how it answers."""

import struct

MEMORY = 512_000_000  # bytes of addresses, its own code with them
SECONDS = 10.0
LONGEST = 32_000_000  # bytes of one page
HEAD = struct.Struct(">?I")  # whether it is a page, and the bytes that follow
