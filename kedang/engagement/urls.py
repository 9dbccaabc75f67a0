from django.urls import URLPattern, URLResolver, include, path

from kedang.engagement.views import campaigns, complaints, invitations, permissions, public, surveys

_own = [
    path("surveys/", surveys.surveys, name="surveys"),
    path("surveys/new/", surveys.survey_new, name="survey_new"),
    path("surveys/<int:survey_id>/", surveys.survey, name="survey"),
    path("surveys/<int:survey_id>/edit/", surveys.survey_edit, name="survey_edit"),
    path("surveys/<int:survey_id>/state/", surveys.survey_state, name="survey_state"),
    path("customers/<int:customer_id>/feedback/", invitations.customer_feedback, name="customer_feedback"),
    path("customers/<int:customer_id>/surveys/new/", invitations.invitation_new, name="invitation_new"),
    path("invitations/<int:invitation_id>/link/", invitations.invitation_link, name="invitation_link"),
    path(
        "invitations/<int:invitation_id>/withdraw/",
        invitations.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("complaints/", complaints.complaints, name="complaints"),
    path("complaints/deadlines/", complaints.deadlines, name="deadlines"),
    path("complaints/<int:complaint_id>/", complaints.complaint, name="complaint"),
    path("complaints/<int:complaint_id>/take/", complaints.complaint_take, name="complaint_take"),
    path("complaints/<int:complaint_id>/close/", complaints.complaint_close, name="complaint_close"),
    path("complaints/<int:complaint_id>/reopen/", complaints.complaint_reopen, name="complaint_reopen"),
    path("customers/<int:customer_id>/complaints/new/", complaints.complaint_new, name="complaint_new"),
    path("customers/<int:customer_id>/permissions/", permissions.permissions, name="permissions"),
    path("customers/<int:customer_id>/permissions/new/", permissions.permission_new, name="permission_new"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", campaigns.campaign_new, name="campaign_new"),
    path("campaigns/<int:campaign_id>/", campaigns.campaign, name="campaign"),
    path("campaigns/<int:campaign_id>/edit/", campaigns.campaign_edit, name="campaign_edit"),
    path("campaigns/<int:campaign_id>/test/", campaigns.campaign_test, name="campaign_test"),
    path("campaigns/<int:campaign_id>/offer/", campaigns.campaign_offer, name="campaign_offer"),
    path("campaigns/<int:campaign_id>/send/", campaigns.campaign_send, name="campaign_send"),
    # Public: no sign-in; the token is the key.
    path("s/<str:token>/", public.survey, name="survey_public"),
    path("u/<str:token>/", public.unsubscribe, name="unsubscribe"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((_own, "engagement")))]
