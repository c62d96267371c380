"""What is counted when it happens (`register.verbs.counting`), for whoever watches."""

CONFIRMED = "reader.confirmed"
LEFT = "reader.left"
RETURNED = "mail.returned"  # and what was said of it, behind a dot
