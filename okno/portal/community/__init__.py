"""The customers' side of the community: reading, writing, voting."""
