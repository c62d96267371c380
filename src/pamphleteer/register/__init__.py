"""The rows that every room shares: outlet, partner, topic, licence, person and the journal."""
