"""Engines: ours and what people would use instead, each behind the `Recogniser` port."""
