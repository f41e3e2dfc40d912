"""Proofs that walk through every address as everybody."""
