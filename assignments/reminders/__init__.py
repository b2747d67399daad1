"""Reminding (nhắc việc): ladder → scan → ledger → mail, a module each; the database is the queue between them."""
