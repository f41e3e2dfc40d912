"""What customers say: low ratings to look into, all ratings, suggestions, waves of NPS."""
