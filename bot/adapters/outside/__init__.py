"""What is not a chat: programs that follow tickets, mail and other services that take notices."""
