"""Plain Python without Django that every room stands on: http, html, text, clock, files."""
