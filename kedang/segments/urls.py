from django.urls import URLPattern, URLResolver, include, path

from kedang.segments.views import calls, segments

_own = [
    path("", segments.segments, name="segments"),
    path("new/", segments.segment_new, name="segment_new"),
    path("<int:segment_id>/", segments.segment, name="segment"),
    path("<int:segment_id>/edit/", segments.segment_edit, name="segment_edit"),
    path("<int:segment_id>/share/", segments.segment_share, name="segment_share"),
    path("<int:segment_id>/retire/", segments.segment_retire, name="segment_retire"),
    path("<int:segment_id>/count/", segments.segment_count, name="segment_count"),
    path("<int:segment_id>/statistics/", segments.statistics, name="statistics"),
    path("<int:segment_id>/changes/", segments.changes, name="changes"),
    path("<int:segment_id>/calls/", calls.calls, name="calls"),
    path("calls/<int:list_id>/", calls.call_list, name="call_list"),
    path("calls/entries/<int:entry_id>/", calls.call_entry, name="call_entry"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("segments/", include((_own, "segments")))]
