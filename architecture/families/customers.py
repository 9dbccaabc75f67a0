"""Customers, their relations, duplicates and segments."""

from architecture.answers import Table, everyone, get, post, visit_and_post
from architecture.families.who import (
    CUSTOMER_READERS,
    LIST_EDITORS,
    NOT_HERE,
    REGISTRARS,
    SENT_ON,
    SIGNED_IN,
    editors,
    keepers,
    readers,
)

EXPORTERS = everyone(403, anonymous=302, head=200, archivist=200, privacy_officer=200, manager=200)
# Only who may give rights on a record sees who was given one.
GIVERS = everyone(404, anonymous=302, owner=403, archivist=403, privacy_officer=403, manager=403, head=200)

_GRANT_AT = {"kind": "document", "object_id": "document_id"}
CUSTOMERS: Table = {
    "home": get(SIGNED_IN),
    "grants": get(GIVERS, _GRANT_AT),
    "grant_new": visit_and_post(GIVERS, GIVERS, _GRANT_AT, person="{person_id}", reason="代班"),
    "grant_end": post({**GIVERS, "head": 404}, {**_GRANT_AT, "grant_id": "nothing"}),
    "customer": get(readers()),
    "customers": get(SIGNED_IN),
    "customer_columns": visit_and_post(SIGNED_IN, SENT_ON),
    "customers_edit": post(LIST_EDITORS, all="1"),
    "customers_edit_field": get(LIST_EDITORS, key="stage"),
    "customer_cell": visit_and_post(editors(), editors(), {"key": "grade"}, grade="A"),
    "customer_move": post(editors(204), column="current"),
    "customers_facets": get(SIGNED_IN),
    "customers_export": visit_and_post(EXPORTERS, EXPORTERS, format="csv", reason="年度核对"),
    "customers_bulk": post(everyone(400, anonymous=302), {"verb": "tag"}),
    "customer_new": visit_and_post(
        REGISTRARS,
        {**REGISTRARS, **dict.fromkeys(("owner", "colleague", "other", "head", "archivist"), 422)},
    ),
    "customer_new_fields": post(REGISTRARS),
    "customer_duplicates": post(REGISTRARS, name="ABC公司"),
    "customers_trash": get(SIGNED_IN),
    "customer_trash": post(editors(302, archivist=403)),
    "customer_untrash": post(NOT_HERE),
    "customer_facts": get(readers()),
    "customer_fact": visit_and_post(editors(), editors(400), {"key": "short_name"}),
    "customer_unmask": post(readers(401, archivist=403), {"name": "address"}),
    "customer_stage": post(editors(302), stage="current"),
    "customer_end": visit_and_post(editors(), editors()),
    "customer_resume": post(editors(400)),
    "customer_fitting": visit_and_post(editors(), editors(204)),
    "customer_assign": visit_and_post(editors(), editors(400)),
    "customer_classes": visit_and_post(editors(), editors(400)),
    "customer_tags": visit_and_post(editors(), editors(400)),
    "customer_contacts": get(readers()),
    "customer_history": get(readers()),
    "customer_timeline": get(readers(), q="ABC"),
    "customer_compare": get(readers()),
    "customer_restore": visit_and_post(editors(404), editors(400)),
    "customer_changes": get(
        everyone(200, anonymous=302, auditor=403, system_admin=403, security_admin=403, outsider=403)
    ),
    "pick_file": get(readers()),
    "contact_new": visit_and_post(keepers(), keepers()),
    "contact": visit_and_post(keepers(), keepers()),
    "contact_remove": post(keepers(archivist=403)),
    "contact_verify": post(keepers()),
    "contact_unmask": post(readers(401, archivist=403)),
    "contact_person": get(NOT_HERE, {"person_id": "nothing"}),
    "project_new": visit_and_post(keepers(), keepers(400)),
    "pick_customer": get(SIGNED_IN),
    "pick_tag": get(SIGNED_IN),
    "pick_industry": get(SIGNED_IN),
    "pick_region": get(SIGNED_IN),
    "pick_class": get(SIGNED_IN),
}
MERGERS = everyone(403, anonymous=302, head=200, archivist=200)
TWO = {"target_id": "customer_id", "source_id": "twin_id"}

DUPLICATES: Table = {
    "duplicates:pairs": get(CUSTOMER_READERS) + get(CUSTOMER_READERS, show="merged"),
    "duplicates:scan": post({**MERGERS, "head": 302, "archivist": 302}),
    "duplicates:progress": get(MERGERS),
    "duplicates:limits": visit_and_post(
        everyone(403, anonymous=302, archivist=200),
        everyone(403, anonymous=302, archivist=302),
        listed="90",
        sure="99.5",
    ),
    "duplicates:dismiss": post(editors(302)),
    "duplicates:reopen": post(editors(409)),
    "duplicates:part": post(editors(302)),
    "duplicates:compare": visit_and_post(readers(), editors(302), TWO),
}

# 销售甲's own segment; nobody shared it. Whoever may not see views at all has no page of them.
_OWN_SEGMENT = {**NOT_HERE, "owner": 200}
_SAVERS = ("owner", "colleague", "other", "head", "archivist", "privacy_officer", "manager")
_VIEWERS = everyone(200, anonymous=302, auditor=403, system_admin=403, security_admin=403, outsider=403)
SEGMENTS: Table = {
    "segments:segments": get(_VIEWERS),
    "segments:segment_new": visit_and_post(_VIEWERS, {**_VIEWERS, **dict.fromkeys(_SAVERS, 400)}),
    "segments:segment": get(_OWN_SEGMENT),
    "segments:segment_edit": visit_and_post(_OWN_SEGMENT, {**_OWN_SEGMENT, "owner": 204}),
    "segments:segment_share": get({**_OWN_SEGMENT, "owner": 403}),
    "segments:segment_count": post({**_OWN_SEGMENT, "owner": 302}),
    "segments:statistics": get(_OWN_SEGMENT),
    "segments:changes": get(_OWN_SEGMENT),
    "segments:calls": visit_and_post(_OWN_SEGMENT, {**_OWN_SEGMENT, "owner": 302}),
    "segments:call_list": get(_OWN_SEGMENT),
    "segments:call_entry": get({**_OWN_SEGMENT, "owner": 302}),
    "segments:segment_retire": post({**_OWN_SEGMENT, "owner": 204}),
}

RELATIONS: Table = {
    "customer_relations": get(readers()),
    "customer_group": get(readers()),
    "relation_new": visit_and_post(editors(), editors(400)),
    "relation_end": post(editors()),
    "suggestion_dismiss": post(editors()),
}
