"""Comments, hand-overs, the pool; purchases, interactions, projects; tasks."""

from architecture.answers import Probe, Table, everyone, get, post, visit_and_post
from architecture.families.who import SIGNED_IN, keepers, readers, rule_keeper, rule_readers

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
    "workflow:my_tasks": get(SIGNED_IN),
    "workflow:task_new": visit_and_post(
        _TASKED, {name: 302 if status == 200 else status for name, status in _TASKED.items()}, title="回访"
    ),
    "workflow:task": visit_and_post(readers(), readers(302), title="改期"),
    "workflow:task_done": post(readers(302)),
    "workflow:task_reopen": post(readers(409)),
    "workflow:task_drop": post(readers(302)),
    "workflow:customer_tasks": get(readers()),
}
