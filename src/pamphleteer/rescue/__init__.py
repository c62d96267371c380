"""In from elsewhere: saved archive pages become articles."""
