"""Kiosk: the page on the wall, and the server behind it.

page <- WebSocket -> Connection -> Conversation (a thread: coach, view, voice) <- Listening (a thread: microphone, ear)

`Gate` lets requests in, `Conversations` finds a page's conversation again, `wire` has the messages, `view` the screen.
"""
