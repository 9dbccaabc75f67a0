from django.urls import URLPattern, URLResolver, include, path

from kedang.teamwork.views import comments, follows, hand_overs, picking

_own = [
    path("comments/<int:comment_id>/", comments.comment, name="comment"),
    path("comments/<int:comment_id>/place/", comments.place, name="comment_place"),
    path("comments/<int:comment_id>/withdraw/", comments.withdrawal, name="comment_withdraw"),
    path("comments/<int:comment_id>/back/", comments.return_, name="comment_return"),
    path("comments/<slug:kind>/<int:object_id>/", comments.comments, name="comments"),
    path("comments/<slug:kind>/<int:object_id>/people/", comments.pick_mention, name="pick_mention"),
    path("hand-overs/", hand_overs.hand_overs, name="hand_overs"),
    path("hand-overs/new/", hand_overs.hand_over_new, name="hand_over_new"),
    path("hand-overs/preview/", hand_overs.hand_over_preview, name="hand_over_preview"),
    path("hand-overs/people/", picking.pick_leaver, name="pick_leaver"),
    path("hand-overs/<int:hand_over_id>/", hand_overs.hand_over, name="hand_over"),
    path("hand-overs/<int:hand_over_id>/start/", hand_overs.hand_over_start, name="hand_over_start"),
    path("hand-overs/<int:hand_over_id>/export/", hand_overs.hand_over_export, name="hand_over_export"),
    path("following/", follows.following, name="following"),
    path("customers/<int:customer_id>/follow/", follows.follow, name="follow"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((_own, "teamwork")))]
