"""Tags, record templates, document types, numbering: the house's rules."""

from architecture.answers import Table, everyone, get, post, visit_and_post
from architecture.families.who import NOT_HERE, rule_keeper, rule_readers

_TAG_READERS = everyone(200, anonymous=302, auditor=403, system_admin=403, security_admin=403, outsider=403)
_TAG_STRANGERS = {
    "anonymous": 302,
    "auditor": 404,
    "system_admin": 404,
    "security_admin": 404,
    "outsider": 404,
}
_CUSTOMER_RULE = {"template_id": "record_template_id"}
RULES: Table = {
    "tags": visit_and_post(_TAG_READERS, everyone(403, anonymous=302, head=400, archivist=400)),
    "tag": visit_and_post(
        everyone(403, head=200, archivist=200, **_TAG_STRANGERS),
        everyone(403, head=400, archivist=400, **_TAG_STRANGERS),
    ),
    "tag_retire": post(everyone(403, archivist=204, **_TAG_STRANGERS)),
    "dimensions": visit_and_post(rule_readers(), rule_keeper(400)),
    "class_new": post(rule_keeper(400, unseen=404)),
    "class_retire": post(NOT_HERE, {"value_id": "nothing"}),
    "record_templates": visit_and_post(rule_readers(), rule_keeper(400)),
    "record_template": visit_and_post(rule_readers(unseen=404), rule_keeper(400, unseen=404), _CUSTOMER_RULE),
    "record_template_retire": post(rule_keeper(302, unseen=404), _CUSTOMER_RULE),
    "record_template_preview": post(rule_readers(400, unseen=404), _CUSTOMER_RULE),
    "record_template_resume": post(rule_keeper(409, unseen=404), _CUSTOMER_RULE),
    "custom_fields": get(rule_readers()),
    "custom_field_new": visit_and_post(rule_keeper(), rule_keeper(400)),
    "custom_field_preview": post(rule_readers()),
    "custom_field": visit_and_post(rule_readers(unseen=404), rule_keeper(400, unseen=404), label=""),
    "custom_field_state": post(rule_keeper(302, unseen=404), {"verb": "retire"}),
    "filing:templates": get(rule_readers()),
    "filing:new_template": visit_and_post(rule_keeper(), rule_keeper()),
    "filing:example": post(rule_readers()),
    "filing:template": get(rule_readers(unseen=404)),
    "filing:apply": visit_and_post(rule_keeper(unseen=404), rule_keeper(302, unseen=404)),
    "filing:retire": visit_and_post(rule_keeper(unseen=404), rule_keeper(409, unseen=404)),
    "filing:types": get(rule_readers()),
    "filing:new_type": visit_and_post(rule_keeper(), rule_keeper()),
    "filing:type": get(rule_readers(unseen=404)),
    "filing:retire_type": post(rule_keeper(302, unseen=404)),
    "filing:naming": get(rule_readers()),
    "filing:naming_example": get(rule_readers()),
    "filing:numbering": get(rule_readers(), {"series": "customer"}),
    "filing:numbering_example": get(rule_readers(), {"series": "customer"}),
}
