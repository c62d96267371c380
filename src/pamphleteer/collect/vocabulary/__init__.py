"""Elements that several formats of feeds share, a vocabulary a file."""
