from django.urls import path

from . import views
from .views import batches

app_name = "directives"
urlpatterns = [
    path("directives/new/", views.new, name="new"),
    path("batches/new/", batches.batch_new, name="batch_new"),
    path("batches/<int:pk>/", batches.batch, name="batch"),
    path("batches/<int:pk>/cancel/", batches.batch_cancel, name="batch_cancel"),
    path("drafts/<int:pk>/", views.draft, name="draft"),
    path("drafts/<int:pk>/confirm/", views.draft_confirm, name="draft_confirm"),
    path("drafts/<int:pk>/nothing/", views.draft_nothing, name="draft_nothing"),
    path("drafts/<int:pk>/discard/", views.draft_discard, name="draft_discard"),
    path("drafts/<int:pk>/here/", views.here, name="draft_here"),
    path("tasks/<int:pk>/revise/", views.revise, name="task_revise"),
    path("drafts/<int:pk>/reading/", views.reading, name="reading"),
    path("drafts/<int:pk>/reading/again/", views.reading_again, name="reading_again"),
    path("drafts/<int:pk>/reading/paste/", views.reading_paste, name="reading_paste"),
    path("drafts/<int:pk>/reading/stop/", views.reading_stop, name="reading_stop"),
    path("refusals/<int:pk>/seen/", views.refusal_seen, name="refusal_seen"),
    path("sources/<int:pk>/", views.source, name="source"),
]
