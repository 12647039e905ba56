"""What the audio tests share."""

from tests.sound_server import sound_server

__all__ = ["sound_server"]
