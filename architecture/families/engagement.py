"""Surveys, complaints, campaigns, the portal."""

from architecture.answers import Expected, Table, everyone, get, post, visit_and_post
from architecture.families.who import keepers, readers

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
