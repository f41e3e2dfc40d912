"""The chat's door: visitors, what they say and see, how long they wait, and on by mail when they leave."""
