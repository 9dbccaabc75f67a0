"""Who gets which answer. An address that is not here fails; so does one that answers otherwise.

The customer is 销售甲's (`owner`), in the department of `head`. Unseen is 404, seen but not allowed 403;
401 asks for a reason or the second factor first; 400, 409 and 422 mean that one would have been allowed to.
"""

from architecture.answers import Expected, Probe, Table, everyone, get, post, visit_and_post

# Whoever is not signed in is sent to sign in.
SIGNED_IN = everyone(200, anonymous=302)
SENT_ON = everyone(302)
NOT_HERE = everyone(404, anonymous=302)


def readers(status: int = 200, **others: int) -> Expected:
    """Those to whom the customer is visible."""
    seen = dict.fromkeys(("owner", "head", "archivist", "privacy_officer", "manager"), status)
    return everyone(404, **{"anonymous": 302, **seen, **others})


def keepers(status: int = 200, **others: int) -> Expected:
    """Who maintains contact points and documents: the seller too."""
    return readers(status, **{"privacy_officer": 403, "manager": 403, **others})


def editors(status: int = 200, **others: int) -> Expected:
    """Who changes the profile at once; the seller applies for it."""
    return keepers(status, **{"owner": 403, **others})


def rule_readers(status: int = 200, *, unseen: int = 403) -> Expected:
    """Templates, types and numbering: unseen as a page (403), unseen as one of them (404)."""
    seen = dict.fromkeys(("archivist", "privacy_officer", "auditor", "system_admin", "manager"), status)
    return everyone(unseen, anonymous=302, **seen)


def rule_keeper(status: int = 200, *, unseen: int = 403) -> Expected:
    return {**rule_readers(403, unseen=unseen), "archivist": status}


def staff_readers(status: int = 200, **others: int) -> Expected:
    """People, departments and posts."""
    seen = ("privacy_officer", "auditor", "system_admin", "security_admin", "manager")
    return everyone(403, **{"anonymous": 302, **dict.fromkeys(seen, status), **others})


def system_admin(status: int = 200) -> Expected:
    return everyone(403, anonymous=302, system_admin=status)


def security_admin(status: int = 200) -> Expected:
    return everyone(403, anonymous=302, security_admin=status)


# Owner, other sellers, head and archivist may register and import.
REGISTRARS = everyone(403, anonymous=302, owner=200, colleague=200, other=200, head=200, archivist=200)
EXPORTERS = everyone(403, anonymous=302, head=200, archivist=200, privacy_officer=200, manager=200)
# Only who may give rights on a record sees who was given one.
GIVERS = everyone(404, anonymous=302, owner=403, archivist=403, privacy_officer=403, manager=403, head=200)
LEDGER = everyone(403, anonymous=302, head=200, privacy_officer=200, auditor=200)
ADMINISTRATORS = everyone(403, anonymous=302, auditor=200, system_admin=200, security_admin=200)
OWN_IMPORT = everyone(404, anonymous=302, owner=200)
DEALING_IMPORTERS = everyone(403, anonymous=302, head=200, archivist=200)
HEADS_IMPORT = everyone(404, anonymous=302, head=200)
_LIST = {"import_id": "dealing_import_id"}

SIGN_IN: Table = {
    "account_login": get(everyone(302, anonymous=200)),
    "account_logout": get(SIGNED_IN),
    "account_reauthenticate": get(SIGNED_IN),
    "account_change_password": get(SIGNED_IN),
    "mfa_authenticate": get(SENT_ON),
    "mfa_reauthenticate": get(SENT_ON),
    "mfa_index": get(SENT_ON),
    # A factor is changed only after the password was shown a moment ago.
    "mfa_activate_totp": get(SENT_ON),
    "mfa_deactivate_totp": get(NOT_HERE),
    "mfa_view_recovery_codes": get(NOT_HERE),
    "mfa_generate_recovery_codes": get(SENT_ON),
    "accounts:profile": get(SIGNED_IN),
    "accounts:other_sessions": post(SENT_ON),
    "accounts:session": post(NOT_HERE, {"session_id": "nothing"}),
    "accounts:link": get(everyone(404)),
    # The house is set up: nobody gets into the wizard again.
    **{
        f"accounts:{name}": get(SENT_ON)
        for name in (
            *("setup", "setup_code", "setup_organisation", "setup_founder", "setup_security", "setup_factor"),
            *("setup_recovery_codes", "setup_preset", "setup_preset_preview", "setup_start"),
        )
    },
}

ADMINISTRATION: Table = {
    "accounts:settings": get(SIGNED_IN),
    "accounts:organisation": get(ADMINISTRATORS),
    "operations:tasks": get(system_admin()),
    "operations:task_retry": post(system_admin(302), {"task_id": "failed_task_id"}),
    # Giving up asks for the reason first.
    "operations:task_discard": (*post(system_admin(302), {"task_id": "failed_task_id"}, reason="已不需要"),),
    "accounts:security": get(ADMINISTRATORS),
    "accounts:declare_small": post(system_admin(401)),
    "accounts:people": get(staff_readers()),
    "accounts:person_new": visit_and_post(system_admin(), system_admin()),
    "accounts:person": get(staff_readers()),
    "accounts:person_link": post(system_admin(302)),
    # What a form was refused it says itself, at 422.
    "accounts:person_give": post(
        staff_readers(422, security_admin=302), post="{another_post_id}", department="{department_id}"
    ),
    "accounts:person_relieve": post(security_admin(302)),
    "accounts:person_suspend": post(system_admin(401)),
    "accounts:person_resume": post(system_admin(302)),
    "accounts:person_factors": post(system_admin(401)),
    "accounts:person_sessions": post(system_admin(302)),
    "accounts:departments": get(staff_readers()),
    "accounts:department": get(staff_readers()),
    "accounts:department_move": get(system_admin()),
    "accounts:department_close": post(system_admin(409)),
    "accounts:posts": get(staff_readers()),
    "accounts:post_sales": post(security_admin(302), allowed="1"),
    "accounts:post_new": visit_and_post(security_admin(), security_admin()),
    "accounts:post_example": post(staff_readers()),
    "accounts:post": get(staff_readers()),
    "accounts:post_remove": post(security_admin(409)),
    "accounts:explain": get(staff_readers()),
    "accounts:pick_person": get(SIGNED_IN),
    "accounts:pick_department": get(SIGNED_IN),
    "accounts:my_ledger": get(SIGNED_IN),
    "accounts:ledger": get(LEDGER),
    "accounts:customer_ledger": get(everyone(404, anonymous=302, head=200, privacy_officer=200, auditor=200)),
    # One's own, and everybody's for those entitled.
    "accounts:person_ledger": get({**LEDGER, "colleague": 200}),
}

UI: Table = {
    "tray": get(SIGNED_IN),
    "counts": get(SIGNED_IN),
    "run_move": post(NOT_HERE, {"run_id": "nothing", "verb": "pause"}),
    "set_language": post(everyone(302), language="en"),
    "gallery": get(NOT_HERE),
    "gallery_choices": get(NOT_HERE),
    "gallery_value": get(NOT_HERE),
    "gallery_fact": get(NOT_HERE),
}

_GRANT_AT = {"kind": "document", "object_id": "document_id"}
# Who changes profiles of customers at all, whichever they are.
_LIST_EDITORS = everyone(403, anonymous=302, head=200, archivist=200)
CUSTOMERS: Table = {
    "home": get(SIGNED_IN),
    "grants": get(GIVERS, _GRANT_AT),
    "grant_new": visit_and_post(GIVERS, GIVERS, _GRANT_AT, person="{person_id}", reason="代班"),
    "grant_end": post({**GIVERS, "head": 404}, {**_GRANT_AT, "grant_id": "nothing"}),
    "customer": get(readers()),
    "customers": get(SIGNED_IN),
    "customer_columns": visit_and_post(SIGNED_IN, SENT_ON),
    "customers_edit": post(_LIST_EDITORS, all="1"),
    "customers_edit_field": get(_LIST_EDITORS, key="stage"),
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

_FOLDER_DEED = keepers(302, privacy_officer=200, manager=200)
FOLDERS: Table = {
    "filing:tree": get(SIGNED_IN),
    "filing:level": get(SIGNED_IN, {"by": "stage", "value": "prospect"}),
    "filing:customer_folders": get(readers()),
    # Done is 302; the form that comes back at 200 says that it was refused.
    "filing:new_folder": visit_and_post(readers(), _FOLDER_DEED, name="补充资料"),
    "filing:rename_folder": visit_and_post(readers(), _FOLDER_DEED, name="补充资料"),
    "filing:move_folder": get(readers()),
    "filing:classify_folder": get(readers()),
    "filing:trash_folder": post(editors(409)),
    "filing:restore_folder": post(editors(409)),
}

DOCUMENTS: Table = {
    "documents:uploads": post(everyone(400, anonymous=302)),
    "documents:upload": (Probe(NOT_HERE, "patch"), Probe(NOT_HERE, "delete")),
    "documents:upload_decision": post(NOT_HERE),
    "documents:documents": get(SIGNED_IN),
    "documents:list_facets": get(SIGNED_IN),
    "documents:misnamed": get(SIGNED_IN),
    "documents:new": get(SIGNED_IN),
    "documents:name_preview": get(SIGNED_IN),
    "documents:bulk": get(NOT_HERE, {"verb": "no-such-deed"}),
    "documents:choose_customer": get(SIGNED_IN),
    "documents:choose_tag": get(SIGNED_IN),
    "documents:choose_project": get(readers()),
    "documents:choose_folder": get(readers()),
    "documents:folder": get(readers()),
    "documents:document": get(readers()),
    "documents:unlock": visit_and_post(readers(), readers(302), reason="核对"),
    "documents:download": get(readers(privacy_officer=403)),
    "documents:facts": visit_and_post(readers(), keepers()),
    "documents:fields": get(readers()),
    "documents:name": visit_and_post(readers(), keepers(400)),
    "documents:place": visit_and_post(readers(), keepers(400)),
    "documents:tags": visit_and_post(readers(), keepers()),
    "documents:check_out": (Probe(keepers(), "post"), Probe(keepers(409), "delete")),
    "documents:take_over": post(editors(409)),
    "documents:reading": (Probe(readers(204)), Probe(keepers(), "post")),
    "documents:trashed": post(keepers(204)),
    "documents:rights": get(readers()),
    "documents:ledger": get(everyone(404, anonymous=302, head=200, privacy_officer=200)),
    "documents:versions": get(readers()),
    "documents:new_version": get(readers()),
    "documents:version": get(readers()),
    "documents:restore_version": post(keepers(400)),
    "documents:download_version": get(readers(privacy_officer=403)),
    "documents:text": get(readers()),
    "documents:thumbnail": get(readers(204)),
    "documents:page_image": get(NOT_HERE, {"page": 1, "width": 200}),
}

INTAKE: Table = {
    "intake:customers_new": get(REGISTRARS),
    "intake:customers_sample": get(SIGNED_IN),
    "intake:customers": get(OWN_IMPORT),
    "intake:customers_choices": post(OWN_IMPORT),
    "intake:customers_discard": post({**OWN_IMPORT, "owner": 302}),
    "intake:customers_progress": get({**OWN_IMPORT, "owner": 204}),
    "intake:customers_problems": get(OWN_IMPORT),
    "intake:purchases_new": get(DEALING_IMPORTERS),
    "intake:interactions_new": get(DEALING_IMPORTERS),
    "intake:dealings_sample": get(SIGNED_IN, {"kind": "purchases"}),
    "intake:dealings": get(HEADS_IMPORT, _LIST),
    "intake:dealings_choices": post(HEADS_IMPORT, _LIST),
    "intake:dealings_discard": post({**HEADS_IMPORT, "head": 302}, _LIST),
    "intake:dealings_progress": get({**HEADS_IMPORT, "head": 204}, _LIST),
    "intake:dealings_problems": get(HEADS_IMPORT, _LIST),
    "intake:folders_new": get(REGISTRARS),
    "intake:folders_directory": post(everyone(403, anonymous=302)),
    "intake:folder": get(NOT_HERE, {"import_id": "nothing"}),
    "intake:folder_place": post(NOT_HERE, {"import_id": "nothing"}),
    "intake:folder_start": post(NOT_HERE, {"import_id": "nothing"}),
    "intake:folder_discard": post(NOT_HERE, {"import_id": "nothing"}),
    "intake:folder_progress": get(NOT_HERE, {"import_id": "nothing"}),
    "intake:folder_files": get(NOT_HERE, {"import_id": "nothing"}),
    "intake:folder_label": post(NOT_HERE, {"import_id": "nothing", "label_id": "nothing"}),
}

SEARCH: Table = {
    "search": get(SIGNED_IN, q="ABC"),
    "search_instant": get(SIGNED_IN, q="ABC"),
    "search_counts": get(SIGNED_IN, q="ABC"),
    "search_suggest": get(SIGNED_IN, q="AB"),
    "search_more": get(SIGNED_IN, {"kind": "customer"}, q="ABC"),
    "search_facets": get(SIGNED_IN, {"kind": "customer"}, q="ABC"),
    "saved_views": post(
        everyone(400, anonymous=302, auditor=403, system_admin=403, security_admin=403, outsider=403)
    ),
    "saved_view_new": get(SIGNED_IN, kind="customer"),
    "saved_view": get(NOT_HERE, {"view_id": "nothing"}),
}

DEMO: Table = {
    "demo:demo": visit_and_post(system_admin(), everyone(403, anonymous=302)),
    "demo:removal": post(system_admin(409)),
    "demo:progress": get(system_admin()),
}

NOTIFY: Table = {
    "notices": get(SIGNED_IN),
    "notices_bell": get(SIGNED_IN),
    "notices_read": post(everyone(302), up_to=0),
    "notice": get(SENT_ON, at={"notice_id": "nothing"}),
}

CUSTOMER_READERS = everyone(
    403,
    anonymous=302,
    **dict.fromkeys(("owner", "colleague", "other", "head", "archivist", "privacy_officer", "manager"), 200),
)
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

_ON = {"kind": "customer", "object_id": "customer_id"}
# Whoever sees the customer and may comment; only the author changes, the author and the head withdraw.
_COMMENTERS = readers(204, privacy_officer=403)
_AUTHOR = readers(403, owner=204)
_ASSIGNERS = everyone(403, anonymous=302, head=200, manager=200)
_HAND_OVER = everyone(404, anonymous=302, head=200, manager=200)
_POOL = everyone(403, anonymous=302, owner=200, colleague=200, other=200, head=200, manager=200)
_IN_POOL = everyone(404, anonymous=302, owner=200, colleague=200, other=200, head=200, manager=403)
_ENTRY = {"entry_id": "pool_entry_id"}
_CLAIMED = {"colleague": 302, "other": 302, "head": 302}
TEAMWORK: Table = {
    "teamwork:comments": get(readers(), _ON)
    + get(readers(), {"kind": "document", "object_id": "document_id"})
    + get(readers(), {"kind": "project", "object_id": "project_id"})
    + (Probe(_COMMENTERS, "post", _ON, {"text": "下周要续约"}),),
    "teamwork:pick_mention": get(readers(), _ON, q="主管"),
    "teamwork:comment": visit_and_post(readers(), _AUTHOR, text="改写", revision="1"),
    "teamwork:comment_place": get(readers(302)),
    "teamwork:comment_withdraw": post(readers(403, owner=204, head=204)),
    "teamwork:comment_return": post(readers(403, owner=409, head=409)),
    "teamwork:pool": get(_POOL),
    "teamwork:pool_warnings": get(SIGNED_IN),
    # A look counts; who claimed a moment ago is another probe's business: each is rolled back.
    "teamwork:pool_entry": post(_IN_POOL, _ENTRY),
    # The manager gives out and claims nothing; the former owner waits.
    "teamwork:pool_claim": post({**_IN_POOL, "owner": 403, "manager": 403, **_CLAIMED}, _ENTRY),
    "teamwork:pool_give": post(
        {**_IN_POOL, "owner": 400, "colleague": 400, "other": 400, "head": 400, "manager": 400}, _ENTRY
    ),
    "teamwork:pool_release": visit_and_post(
        readers(409, archivist=403, privacy_officer=403, manager=403, owner=200, head=200),
        readers(403, owner=400, head=400),
    ),
    "teamwork:pools": get(rule_readers()),
    "teamwork:pool_new": visit_and_post(rule_keeper(), rule_keeper(422)),
    "teamwork:pool_rules": visit_and_post(rule_keeper(), rule_keeper(422)),
    "teamwork:pool_retire": post(rule_keeper(409, unseen=404)),
    "teamwork:following": get(SIGNED_IN),
    "teamwork:hand_overs": get(SIGNED_IN),
    # The manager may assign, but the seller's customers are given to nobody here.
    "teamwork:hand_over_new": visit_and_post(_ASSIGNERS, {**_ASSIGNERS, "head": 400, "manager": 400}, _ENTRY),
    "teamwork:hand_over_preview": post(_ASSIGNERS),
    "teamwork:pick_leaver": get(_ASSIGNERS, q="销售"),
    "teamwork:hand_over": get(_HAND_OVER),
    "teamwork:hand_over_start": post({**_HAND_OVER, "head": 302, "manager": 302}),
    "teamwork:hand_over_export": post({**_HAND_OVER, "head": 401, "manager": 401}),
    "teamwork:follow": visit_and_post(readers(), readers()),
}

_PURCHASE = {"kind": "purchase", "dealing_id": "purchase_id"}
_TALK = {"kind": "interaction", "dealing_id": "interaction_id"}
_NEED = {"dealing_id": "need_id"}
# Whoever sees the customer sees its dealings; the seller's words are changed by the seller or the head.
_TELLERS = keepers(204, archivist=403)
DEALINGS: Table = {
    "dealings:interaction_new": post(keepers(204), channel="call", text="谈了年度框架"),
    "dealings:purchase_new": post(keepers(204), item="年度服务", amount="1200", bought_on="2026-05-03"),
    "dealings:need_new": post(keepers(204), kind="need", text="要求月结"),
    "dealings:task_new": post(readers(204), title="回访"),
    "dealings:chat": post(readers(), text="王芳 2026/05/03 10:32\n好"),
    "dealings:quick": post(keepers(), what="call", said="谈了年度框架"),
    "dealings:figures": get(readers()),
    "dealings:purchases": get(readers()),
    "dealings:needs": get(readers()),
    "dealings:customer_projects": get(readers()),
    "dealings:pick_document": get(readers(), customer="{customer_id}"),
    "dealings:dealing": get(readers(), _PURCHASE)
    + get(readers(), _TALK)
    + (
        Probe(
            keepers(204),
            "post",
            _PURCHASE,
            {"item": "年度服务", "amount": "5", "bought_on": "2026-05-03", "revision": "1"},
        ),
        Probe(_TELLERS, "post", _TALK, {"channel": "visit", "text": "改写", "revision": "1"}),
    ),
    "dealings:need_met": post(keepers(204), _NEED),
    "dealings:withdraw": post(_TELLERS, _TALK),
    "dealings:bring_back": post(keepers(409, archivist=403), _TALK),
    "dealings:projects": get(SIGNED_IN) + get(SIGNED_IN, face="list"),
    "dealings:project_new": visit_and_post(
        SIGNED_IN, readers(204, privacy_officer=403, manager=403), customer="{customer_id}", name="扩建"
    ),
    "dealings:project": get(readers()),
    "dealings:project_edit": visit_and_post(keepers(), keepers(204), name="营销项目二期"),
    "dealings:project_move": post(keepers(204), column="quote"),
    "dealings:project_close": visit_and_post(keepers(), keepers(204), closed_as="won"),
}

_TASKED = everyone(403, anonymous=302, **dict.fromkeys(
    ("owner", "colleague", "other", "head", "archivist", "privacy_officer", "manager"), 200
))  # fmt: skip
WORKFLOW: Table = {
    "workflow:tasks": get(SIGNED_IN) + get(SIGNED_IN, section="done"),
    "workflow:task_new": visit_and_post(
        _TASKED, {name: 302 if status == 200 else status for name, status in _TASKED.items()}, title="回访"
    ),
    "workflow:task": visit_and_post(readers(), readers(302), title="改期"),
    "workflow:task_done": post(readers(302)),
    "workflow:task_reopen": post(readers(409)),
    "workflow:task_drop": post(readers(302)),
    "workflow:customer_tasks": get(readers()),
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
    "quality:fix": get(_LIST_EDITORS, {"code": "fix_code"}) + get(NOT_HERE, {"code": "token"}),
    "quality:cleanups": get({**_CALCULATORS, "auditor": 200, "privacy_officer": 200}),
    # The head's own; who reads the whole ledger reads it too. Something is left, or it is another's to sign: the form says so.
    "quality:cleanup": visit_and_post(
        _CLEANUP_READERS, {**_CLEANUP_READERS, **dict.fromkeys(("head", "auditor", "privacy_officer"), 422)}
    ),
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

# Who sees feedback of the customer; the auditor and the administrators never do.
_FEEDBACK_READERS = readers()
_FEEDBACK_KEEPERS = everyone(
    404, anonymous=302, owner=200, head=200, archivist=403, privacy_officer=403, manager=403
)


def feedback_keepers(status: int) -> Expected:
    return {**_FEEDBACK_KEEPERS, "owner": status, "head": status}


def feedback_pages(status: int = 200, **others: int) -> Expected:
    """Whoever holds the right at all, whichever customers they see."""
    strangers = {
        "auditor": 403,
        "system_admin": 403,
        "security_admin": 403,
        "outsider": 403,
        "anonymous": 302,
    }
    return everyone(status, **{**strangers, **others})


# Only heads manage surveys and deadlines.
_SURVEY_KEEPER = everyone(403, anonymous=302, head=200)
_SURVEY_UNSEEN = {
    "auditor": 404,
    "system_admin": 404,
    "security_admin": 404,
    "outsider": 404,
    "anonymous": 302,
}
_CAMPAIGN_PAGES = everyone(
    403, anonymous=302, owner=200, colleague=200, other=200, head=200, privacy_officer=200, manager=200
)
_CAMPAIGN_UNSEEN = {"archivist": 404, **_SURVEY_UNSEEN}
_LINK_AT = {"link_id": "portal_link_id"}
_REQUEST_AT = {"request_id": "change_request_id"}
# Nobody is asked who they are: the token is the key, and this one opens nothing.
_BY_TOKEN = everyone(404)
ENGAGEMENT: Table = {
    "engagement:surveys": get(feedback_pages()),
    "engagement:survey_new": visit_and_post(_SURVEY_KEEPER, {**_SURVEY_KEEPER, "head": 422}),
    "engagement:survey": get(everyone(200, **_SURVEY_UNSEEN)),
    "engagement:survey_edit": get(everyone(403, head=200, **_SURVEY_UNSEEN)),
    "engagement:survey_state": post(everyone(403, head=409, **_SURVEY_UNSEEN)),
    "engagement:customer_feedback": get(_FEEDBACK_READERS),
    "engagement:invitation_new": visit_and_post(feedback_keepers(200), feedback_keepers(400)),
    "engagement:invitation_link": post(feedback_keepers(200)),
    "engagement:invitation_withdraw": post(feedback_keepers(204)),
    "engagement:complaints": get(feedback_pages()),
    "engagement:deadlines": visit_and_post(_SURVEY_KEEPER, {**_SURVEY_KEEPER, "head": 400}),
    "engagement:complaint": visit_and_post(_FEEDBACK_READERS, feedback_keepers(400)),
    "engagement:complaint_take": post(feedback_keepers(302)),
    "engagement:complaint_close": post(feedback_keepers(400)),
    "engagement:complaint_reopen": post(feedback_keepers(409)),
    "engagement:complaint_new": visit_and_post(feedback_keepers(200), feedback_keepers(400)),
    "engagement:permissions": get(readers()),
    "engagement:permission_new": visit_and_post(keepers(), keepers(400)),
    "engagement:campaigns": get(_CAMPAIGN_PAGES),
    "engagement:campaign_new": visit_and_post(_SURVEY_KEEPER, {**_SURVEY_KEEPER, "head": 422}),
    "engagement:campaign": get(everyone(200, **_CAMPAIGN_UNSEEN)),
    "engagement:campaign_edit": get(everyone(403, head=200, **_CAMPAIGN_UNSEEN)),
    "engagement:campaign_test": post(everyone(403, head=409, colleague=400, other=400, **_CAMPAIGN_UNSEEN)),
    "engagement:campaign_offer": post(everyone(403, head=302, **_CAMPAIGN_UNSEEN)),
    "engagement:campaign_send": post(everyone(403, head=409, manager=409, **_CAMPAIGN_UNSEEN)),
    "engagement:survey_public": get(_BY_TOKEN),
    "engagement:unsubscribe": get(_BY_TOKEN),
    "portal:customer_links": get(_FEEDBACK_READERS),
    "portal:link_new": visit_and_post(feedback_keepers(200), feedback_keepers(400)),
    "portal:link_code": post(feedback_keepers(200), _LINK_AT),
    "portal:link_withdraw": post(feedback_keepers(204), _LINK_AT),
    "portal:requests": get(feedback_pages()),
    # The archivist may correct contacts, and so approve them, but not answer for the house.
    "portal:request_approve": post(readers(302, privacy_officer=403, manager=403), _REQUEST_AT),
    "portal:request_reject": post(feedback_keepers(400), _REQUEST_AT),
    "portal:request_file": get(readers(404, privacy_officer=403, manager=403), _REQUEST_AT),
    "portal:door": get(_BY_TOKEN),
    **{
        f"portal:{name}": post(_BY_TOKEN)
        for name in ("code", "field", "contact", "file", "feedback", "permission", "exit")
    },
}

PARTS: dict[str, Table] = {
    "engagement": ENGAGEMENT,
    "sign-in": SIGN_IN,
    "administration": ADMINISTRATION,
    "ui": UI,
    "customers": CUSTOMERS,
    "rules": RULES,
    "folders": FOLDERS,
    "documents": DOCUMENTS,
    "intake": INTAKE,
    "search": SEARCH,
    "demo": DEMO,
    "notify": NOTIFY,
    "segments": SEGMENTS,
    "dealings": DEALINGS,
    "workflow": WORKFLOW,
    "duplicates": DUPLICATES,
    "relations": RELATIONS,
    "grading": GRADING,
    "quality": QUALITY,
    "teamwork": TEAMWORK,
}
TABLE: Table = {name: probes for part in PARTS.values() for name, probes in part.items()}
