"""Who has to know that the hours of colleagues have changed."""

from typing import Final

from okno.core.hearing import Hearers

on_changed_hours: Final = Hearers[[]]()  # what takes longer they leave to a job
