from okno.contracts.models.agreement import Agreement
from okno.contracts.models.edition import Edition
from okno.contracts.models.policy import Policy
from okno.contracts.models.version import PolicyVersion

__all__ = ["Agreement", "Edition", "Policy", "PolicyVersion"]
