"""Watching: sources read again and again, politely, and what they tell brought into the ledger."""
