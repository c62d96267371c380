"""The kinds of pages, one a module: each yields its pages for a site."""
