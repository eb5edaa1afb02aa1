"""O*NET text releases in both layouts, and the crosswalks that lead to and from occupations."""

from loaders.onet.load import load

__all__ = ["load"]
