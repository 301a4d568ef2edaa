"""planner: lint a calendar of planned social-media posts and balance its weeks."""

__version__ = "0.1.0"
