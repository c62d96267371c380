"""What a mail that came back means: pure functions from its bytes to results, which change nothing.

`reading.read` asks each format in turn; the formats find who is meant and what was said of them, and
`post.meanings` says what that means, alike for live replies.
"""
