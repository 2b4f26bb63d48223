"""`lod upgrade`: what lod ships today goes into a publication that an earlier version made.

``parts`` cuts a file into what is merged one by one, ``threeway`` merges texts, ``plan`` whole
folders: all pure but for what ``plan`` reads. Only :meth:`Upgrade.apply` writes.
"""

from lod.publishing.upgrading.plan import Upgrade, plan_upgrade
from lod.publishing.upgrading.threeway import Whose

__all__ = ["Upgrade", "Whose", "plan_upgrade"]
