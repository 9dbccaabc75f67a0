"""Suggestions about documents: whoever may edit a document decides, in the inbox and on its page."""

from architecture.answers import Table, everyone, get, post, visit_and_post
from architecture.families.who import keepers, readers, rule_keeper, rule_readers

# Who edits documents at all, whichever they are.
_EDITORS = everyone(403, anonymous=302, owner=200, colleague=200, other=200, head=200, archivist=200)
_SENT_BACK = dict.fromkeys(("owner", "colleague", "other", "head", "archivist"), 302)
# Nothing is suggested for this one: 409 for whoever might have decided.
_DECIDERS = keepers(409)
UNDERSTANDING: Table = {
    "understanding:inbox": get(_EDITORS),
    "understanding:bulk": visit_and_post(_EDITORS, {**_EDITORS, **_SENT_BACK}),
    "understanding:card": get(readers()),
    "understanding:accept": post(_DECIDERS),
    "understanding:decline": post(_DECIDERS),
    "understanding:undo": post(_DECIDERS),
    "understanding:move": post(everyone(404, anonymous=302)),
    # A reason first; there is none in what is sent.
    "understanding:unmask": post(readers(401, archivist=403), {"key": "field_key"}),
    "understanding:settings": visit_and_post(rule_readers(), rule_readers(422), accept_from="?"),
    "understanding:presets": post(rule_keeper(302)),
    "understanding:archive": post(rule_keeper(302)),
}
