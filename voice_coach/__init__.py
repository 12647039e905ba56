"""Voice Coach: an offline voice skill that hears a cramp, guides the person through it, and says when to get help."""

__version__ = "0.1.0"
__all__ = ["__version__"]
