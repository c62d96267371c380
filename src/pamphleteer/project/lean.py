"""Keep out of memory what libraries bring along and an outlet never uses."""

import sys

# Their own importers go on without them: Wagtail's pictures, which an outlet has none of, would learn a
# format more; Django REST framework, which only Wagtail's own tree of pages asks, would know PostgreSQL's fields.
_PICTURES = "pillow_heif"
_DRIVER = "psycopg"


def leave_out(*, engine: str) -> None:
    """Let imports of what is not needed with a database engine fail, in each process of an outlet."""
    unused = [_PICTURES] if engine.endswith("postgresql") else [_PICTURES, _DRIVER]
    for name in unused:
        # Python's own way to say that there is no such module.
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]
