"""Views: what records say in several shapes, said once more in one, beside what was published.

Views are made from the whole graph and not document by document: a credential, its data set and
the metric that explains a figure are records of their own in the Registry.
"""

from graph.views.durations import days
from graph.views.step import READS, add_views, views

__all__ = ["READS", "add_views", "days", "views"]
