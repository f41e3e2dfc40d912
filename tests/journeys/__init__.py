"""Journeys: stories in a real browser, through one desk and one browser that end with the last of them."""
