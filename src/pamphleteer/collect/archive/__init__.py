"""Saved archive pages read by their structure: headline, lead, headline, lead."""
