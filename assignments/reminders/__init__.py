"""Reminding (nhắc việc): ladder → scan → ledger → mail. Each module is one step; the database is the queue between them."""
