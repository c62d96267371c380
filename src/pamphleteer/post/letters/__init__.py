"""Letters: what readers find in their inbox, composed apart from its sending."""
