from okno.privacy.models.erasure import ErasureRequest, ErasureState
from okno.privacy.models.look import Look, What

__all__ = ["ErasureRequest", "ErasureState", "Look", "What"]
