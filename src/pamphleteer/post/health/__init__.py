"""What has to be right outside of the house for mail to arrive: checks for `pamphleteer doctor --mail`, a file each."""

from pamphleteer.post.health.asked import Asked, the_outlet

__all__ = ["Asked", "the_outlet"]
