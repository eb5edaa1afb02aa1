"""Pages for other sites to frame: no cookies, nothing from elsewhere, kept by caches per build.

Who may frame them is the operator's list (setting ``embed_hosts``), sent as ``frame-ancestors``.
"""

from __future__ import annotations

from flask import Response, render_template, request, url_for

from webapp.addresses import absolute
from webapp.delivery import cached, entity_tag
from webapp.headers import policy
from webapp.paging import same_page
from webapp.site import site


def known_embed() -> Response | None:
    """304 where the client has this embed of this build already, else None."""
    tag = _tag()
    if request.if_none_match.contains_weak(tag):
        return _framable(cached(Response(status=304), tag))
    return None


def embed(template: str, title: str, **context: object) -> Response:
    """An embed as a response. `title` names it to screen readers and in the snippet."""
    page = render_template(template, title=title, full_page=absolute(_full_page()), **context)
    return _framable(cached(Response(page), _tag()))


def snippet(endpoint: str, title: str, **arguments: object) -> str:
    """The HTML that puts an embed into a page of another site."""
    return render_template(
        "snippet.html",
        address=absolute(url_for(endpoint, **arguments)),  # type: ignore[arg-type]
        title=title,
        script=absolute(url_for("static", filename="resize.js")),
    ).strip()


def _tag() -> str:
    return entity_tag("embed", request.full_path, str(site().settings.embed_hosts))


def _full_page() -> str:
    """The address of the page that an embed is the short form of."""
    return same_page().replace("/embed", "", 1)


def _framable(response: Response) -> Response:
    hosts = " ".join(("'self'", *site().settings.embed_hosts))
    response.headers["Content-Security-Policy"] = policy(frame_ancestors=hosts)
    return response
