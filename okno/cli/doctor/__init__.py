"""The desk doctor: asks every organ, says what is wrong and what to do. It changes nothing and tells no secrets."""

from okno.cli.doctor.examine import examine
from okno.cli.doctor.finding import Finding, Health

__all__ = ["Finding", "Health", "examine"]
