"""The demo outlet: a small invented world with partners, readers and an inbox, all on loopback."""
