"""O*NET text releases (to 30.2's layout), the SOC structure, and the SOC 2010 to 2018 crosswalk."""

from loaders.onet.load import load

__all__ = ["load"]
