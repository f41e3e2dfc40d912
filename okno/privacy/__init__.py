"""Whose data: erasure at a person's wish, and the journal of who looked at whose data (152-ФЗ)."""
