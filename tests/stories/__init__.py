"""Stories: what people do and what Steward answers, on every platform, in both languages."""
