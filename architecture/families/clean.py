"""Gradings and data quality."""

from architecture.answers import Probe, Table, everyone, get, post, visit_and_post
from architecture.families.who import CUSTOMER_READERS, LIST_EDITORS, NOT_HERE, readers, rule_readers

_DECIDER = readers(403, head=302)
_CALCULATORS = everyone(403, anonymous=302, head=200, manager=200)
_REFUSERS = {"head": 200, "privacy_officer": 200}
GRADING: Table = {
    "grading:proposals": get(CUSTOMER_READERS) + get(CUSTOMER_READERS, show="kept"),
    "grading:accept_all": post(everyone(403, anonymous=302, head=302)),
    "grading:calculate": post({**_CALCULATORS, "head": 302, "manager": 302}),
    "grading:progress": get(_CALCULATORS),
    "grading:contacts": get(CUSTOMER_READERS) + get(CUSTOMER_READERS, whose="all"),
    "grading:accept": post(_DECIDER),
    "grading:keep": post(_DECIDER),
    "grading:scores": get(readers()),
    # Nobody refused yet: to take it back is 409.
    "grading:refusal": (
        Probe(readers(403, **_REFUSERS), "post"),
        Probe(readers(403, **dict.fromkeys(_REFUSERS, 409)), "delete"),
    ),
    # What a form was refused it says itself, at 422, before anybody asks who sends it.
    "grading:settings": visit_and_post(rule_readers(), rule_readers(422), unit="?"),
    "grading:example": post(rule_readers()),
    "grading:levels": visit_and_post(rule_readers(), rule_readers(422), unit="?"),
}

_QUALITY_READERS = CUSTOMER_READERS
_CHECK_READERS = everyone(
    404, anonymous=302, **dict.fromkeys(("head", "archivist", "auditor", "privacy_officer"), 200)
)
_CLEANUP_READERS = everyone(404, anonymous=302, head=200, auditor=200, privacy_officer=200)
_ITEM_READERS = everyone(404, anonymous=302, **dict.fromkeys(("head", "archivist", "privacy_officer"), 200))
_DUSTERS = everyone(403, anonymous=302, head=200)
_CORRECTORS = {**_ITEM_READERS, **dict.fromkeys(("head", "archivist", "privacy_officer"), 400)}
QUALITY: Table = {
    "quality:worklist": get(_QUALITY_READERS) + get(_QUALITY_READERS, state="ignored"),
    "quality:standing": get(readers()),
    "quality:ignore": get(readers(privacy_officer=403, manager=403)),
    # It is not ignored: 409 for whoever might have taken it up.
    "quality:take_up": post(readers(409, privacy_officer=403, manager=403)),
    "quality:customer": get(readers()),
    "quality:league": get({**_QUALITY_READERS, "auditor": 200}),
    "quality:assess": post({**_CALCULATORS, "head": 302, "manager": 302}),
    "quality:fixes": get(_QUALITY_READERS),
    # The preview of a fix is for who may use it.
    "quality:fix": get(LIST_EDITORS, {"code": "fix_code"}) + get(NOT_HERE, {"code": "token"}),
    "quality:cleanups": get({**_CALCULATORS, "auditor": 200, "privacy_officer": 200}),
    # The head's own; who reads the whole ledger reads it too. Something is left, or it is another's to sign: the form says so.
    "quality:cleanup": visit_and_post(
        _CLEANUP_READERS, {**_CLEANUP_READERS, **dict.fromkeys(("head", "auditor", "privacy_officer"), 422)}
    ),
    "quality:dust": get(_DUSTERS, {"code": "second_copies"})
    + get(_DUSTERS, {"code": "empty_folders"})
    + get(NOT_HERE, {"code": "token"}),
    "quality:checks": get({**_QUALITY_READERS, "auditor": 200}),
    "quality:check_new": visit_and_post(_CALCULATORS, {**_CALCULATORS, "head": 422, "manager": 422}),
    # Who started it, the two who check, and who reads the whole ledger.
    "quality:check": get(_CHECK_READERS),
    # Somebody still has to answer: 409 for who started it.
    "quality:check_end": post(
        {
            **_CHECK_READERS,
            **dict.fromkeys(("archivist", "auditor", "privacy_officer"), 403),
            "head": 409,
        }
    ),
    "quality:item": get(_ITEM_READERS),
    # It was not found wrong: 400 for who may correct.
    "quality:correct": post(_CORRECTORS),
    "quality:settings": visit_and_post(rule_readers(), rule_readers(422)),
}
