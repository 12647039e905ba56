"""The inbox: events come out in the order in which they were put in, from any thread."""

import threading

from voice_coach.interfaces.kiosk.inbox import Close, Inbox
from voice_coach.interfaces.kiosk.wire import Touch


def test_events_keep_their_order_and_none_comes_of_nothing():
    inbox = Inbox()
    assert inbox.take(0.01) is None
    threading.Thread(target=lambda: [inbox.put(Touch("yes")), inbox.put(Close(forget=True))]).start()
    assert inbox.take(5.0) == Touch("yes")
    assert inbox.take(5.0) == Close(forget=True)
    assert inbox.take(0.01) is None
