from django.urls import URLPattern, URLResolver, include, path

from kedang.teamwork.views import comments, follows

_own = [
    path("comments/<int:comment_id>/", comments.comment, name="comment"),
    path("comments/<int:comment_id>/place/", comments.place, name="comment_place"),
    path("comments/<int:comment_id>/withdraw/", comments.withdrawal, name="comment_withdraw"),
    path("comments/<int:comment_id>/back/", comments.return_, name="comment_return"),
    path("comments/<slug:kind>/<int:object_id>/", comments.comments, name="comments"),
    path("comments/<slug:kind>/<int:object_id>/people/", comments.pick_mention, name="pick_mention"),
    path("following/", follows.following, name="following"),
    path("customers/<int:customer_id>/follow/", follows.follow, name="follow"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((_own, "teamwork")))]
