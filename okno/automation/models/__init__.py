from okno.automation.models.rule import Rule
from okno.automation.models.trace import Trace

__all__ = ["Rule", "Trace"]
