"""What a server answers with, for better or worse, and the caps of the client that asks it."""

from __future__ import annotations

from loaders.outbound import Caps, Reply
from tests.loaders.http_server import Answer, Handler

CAPS = Caps(bytes=100_000, seconds=1, idle=0.5, attempts=3, first_pause=0.01, patience=2)


def body(reply: Reply) -> bytes:
    return reply.body


def once(*answers: Answer) -> Answer:
    """These answers, one after another; the last again and again."""
    left = list(answers)
    return lambda handler: (left.pop(0) if len(left) > 1 else left[0])(handler)


def ok(content: bytes = b"fine", **headers: str) -> Answer:
    return lambda handler: handler.reply(200, content, **headers)


def failing(status: int, **headers: str) -> Answer:
    return lambda handler: handler.reply(status, b"<html>Bad Gateway</html>", **headers)


def redirecting(to: str) -> Answer:
    return lambda handler: handler.reply(302, Location=to)


def cut(content: bytes, promised: int) -> Answer:
    """Promises more than it sends, then hangs up."""

    def answer(handler: Handler) -> None:
        handler.reply(200, content, Content_Length=str(promised))
        handler.close_connection = True

    return answer
