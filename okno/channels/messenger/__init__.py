"""The messenger's door: the line to it, and the ear for what people write to the bot."""
