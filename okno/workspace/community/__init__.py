"""Looking after the community: what waits, what was reported, and what becomes of a post."""
