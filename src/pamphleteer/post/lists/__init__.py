"""Lists of readers from other systems: their letters, rows and columns, whatever they are like."""
