"""How dates are written at the desk, by language, where Django's own way could be misread."""
