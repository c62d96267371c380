"""What the room answers over HTTP: hubs, and nobody else."""
