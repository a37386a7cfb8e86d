"""The tables of giveaways and Q&A events and every statement on them, one file a noun."""
