from django.urls import URLPattern, URLResolver, include, path

from kedang.teamwork.views import comments, follows, hand_overs, picking, pool

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
    path("pool/", pool.pool, name="pool"),
    path("pool/warnings/", pool.pool_warnings, name="pool_warnings"),
    path("pool/<int:entry_id>/", pool.pool_entry, name="pool_entry"),
    path("pool/<int:entry_id>/claim/", pool.pool_claim, name="pool_claim"),
    path("pool/<int:entry_id>/give/", pool.pool_give, name="pool_give"),
    path("customers/<int:customer_id>/release/", pool.pool_release, name="pool_release"),
    path("settings/pools/", pool.pools, name="pools"),
    path("settings/pools/new/", pool.pool_rules, name="pool_new"),
    path("settings/pools/<int:pool_id>/", pool.pool_rules, name="pool_rules"),
    path("settings/pools/<int:pool_id>/retire/", pool.pool_retire, name="pool_retire"),
    path("following/", follows.following, name="following"),
    path("customers/<int:customer_id>/follow/", follows.follow, name="follow"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((_own, "teamwork")))]
