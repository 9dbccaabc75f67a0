"""Who gets which answer. An address that is not here fails; so does one that answers otherwise.

The customer is 销售甲's (`owner`), in the department of `head`. Unseen is 404, seen but not allowed 403;
401 asks for a reason or the second factor first; 400, 409 and 422 mean that one would have been allowed to.
"""

from architecture.answers import Probe, Table, everyone, get, post, visit_and_post
from architecture.families.clean import GRADING, QUALITY
from architecture.families.customers import CUSTOMERS, DUPLICATES, RELATIONS, SEGMENTS
from architecture.families.engagement import ENGAGEMENT
from architecture.families.rules import RULES
from architecture.families.staff import ADMINISTRATION, ADMINISTRATORS, SIGN_IN
from architecture.families.understanding import UNDERSTANDING
from architecture.families.who import (
    CUSTOMER_READERS,
    NOT_HERE,
    REGISTRARS,
    SENT_ON,
    SIGNED_IN,
    editors,
    keepers,
    readers,
    security_admin,
    staff_readers,
    system_admin,
)
from architecture.families.work import DEALINGS, TEAMWORK, WORKFLOW

OWN_IMPORT = everyone(404, anonymous=302, owner=200)
DEALING_IMPORTERS = everyone(403, anonymous=302, head=200, archivist=200)
HEADS_IMPORT = everyone(404, anonymous=302, head=200)
_LIST = {"import_id": "dealing_import_id"}

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
    "documents:password": post(keepers(400)),
    "documents:searchable": get(readers(400, privacy_officer=403)),
    "documents:trashed": post(keepers(204)),
    "documents:rights": get(readers()),
    "documents:ledger": get(everyone(404, anonymous=302, head=200, privacy_officer=200)),
    "documents:versions": get(readers()),
    "documents:new_version": get(readers()),
    "documents:version": get(readers()),
    "documents:restore_version": post(keepers(400)),
    "documents:download_version": get(readers(privacy_officer=403)),
    "documents:text": get(readers(privacy_officer=403)),
    "documents:find": get(readers(), q="合同"),
    "documents:words": get(readers(privacy_officer=403), {"page": 1}),
    "documents:print": visit_and_post(readers(privacy_officer=403), readers(privacy_officer=403)),
    "documents:permit_new": visit_and_post(
        readers(privacy_officer=403), readers(302, privacy_officer=403, owner=409), reason="核对"
    ),
    "documents:permits": get(CUSTOMER_READERS),
    "documents:permit_approve": post(readers(403, head=302, manager=302), days="1", uses="1"),
    "documents:permit_reject": post(readers(403, head=302, manager=302), answer="请看纸质件"),
    "documents:level_rules": visit_and_post(
        {**staff_readers(), "system_admin": 200},
        security_admin(302),
        level="2",
        views="1",
        downloads="1",
        prints="1",
    ),
    "documents:thumbnail": get(readers()),
    "documents:page_image": (
        *get(readers(), {"page": 1, "width": 200}),
        *get(NOT_HERE, {"page": 9, "width": 200}),
    ),
}

# Over plain HTTP from elsewhere nobody, and no cookie, opens the drive; on this machine it asks for a password.
_LOCAL = {"Host": "localhost"}
DRIVE: Table = {
    "drive:door": get(everyone(403)),
    "drive:dav": (Probe(everyone(401), headers=_LOCAL), Probe(everyone(403))),
    "drive:place": (
        Probe(everyone(401), at={"path": "全部客户/KH-1/合同/a.txt"}, headers=_LOCAL),
        Probe(everyone(401), "delete", at={"path": "全部客户/KH-1/合同/a.txt"}, headers=_LOCAL),
    ),
    "drive:passwords": get(SIGNED_IN),
    "drive:password_end": post(everyone(404, anonymous=302, owner=302), {"password_id": "app_password_id"}),
    "drive:settings": get(ADMINISTRATORS),
    "drive:settings_end": post(system_admin(302), {"password_id": "app_password_id"}),
}

_TAKERS = {"head": 200, "archivist": 200, "privacy_officer": 200, "manager": 200}
_DOSSIER_LIST = everyone(403, anonymous=302, **_TAKERS)
DOSSIERS: Table = {
    "dossier:export": get(readers(owner=403)),
    "dossier:folder_zip": get(readers(privacy_officer=400)),
    "dossier:documents_zip": get(everyone(400, anonymous=302)),
    "dossier:many": get(_DOSSIER_LIST),
    "dossier:packages": get(NOT_HERE, {"run_id": "nothing"}),
    "dossier:package": get(NOT_HERE, {"package_id": "nothing"}),
    "dossier:imports": get(REGISTRARS),
    "dossier:import": get(NOT_HERE, {"import_id": "nothing"}),
    "dossier:import_progress": get(NOT_HERE, {"import_id": "nothing"}),
    "dossier:import_start": post(NOT_HERE, {"import_id": "nothing"}),
    "dossier:import_discard": post(NOT_HERE, {"import_id": "nothing"}),
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

PARTS: dict[str, Table] = {
    "engagement": ENGAGEMENT,
    "sign-in": SIGN_IN,
    "administration": ADMINISTRATION,
    "ui": UI,
    "customers": CUSTOMERS,
    "rules": RULES,
    "folders": FOLDERS,
    "documents": DOCUMENTS,
    "drive": DRIVE,
    "dossier": DOSSIERS,
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
    "understanding": UNDERSTANDING,
    "quality": QUALITY,
    "teamwork": TEAMWORK,
}
TABLE: Table = {name: probes for part in PARTS.values() for name, probes in part.items()}
