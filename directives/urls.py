from django.urls import path

from . import views

app_name = "directives"
urlpatterns = [
    path("directives/new/", views.new, name="new"),
    path("drafts/<int:pk>/", views.draft, name="draft"),
    path("drafts/<int:pk>/confirm/", views.draft_confirm, name="draft_confirm"),
    path("drafts/<int:pk>/nothing/", views.draft_nothing, name="draft_nothing"),
    path("drafts/<int:pk>/discard/", views.draft_discard, name="draft_discard"),
    path("drafts/<int:pk>/here/", views.here, name="draft_here"),
    path("tasks/<int:pk>/revise/", views.revise, name="task_revise"),
    path("sources/<int:pk>/", views.source, name="source"),
]
