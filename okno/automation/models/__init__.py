from okno.automation.models.rule import Rule
from okno.automation.models.trace import Trace
from okno.automation.models.trial import Trial

__all__ = ["Rule", "Trace", "Trial"]
