"""The pages of the peer."""

from django.urls import path
from django.views.decorators.cache import cache_page
from django.views.decorators.gzip import gzip_page

from benchmarks.peer import signing, views

urlpatterns = [
    path("memoranda/<slug:slug>", views.memorandum, name="memorandum"),
    path("cached/memoranda/<slug:slug>", cache_page(3600)(gzip_page(views.memorandum))),
    path("signing/signature", signing.sign, name="sign"),
    path("signing/receipt", views.ready, name="receipt"),
    path("organisations/<slug:slug>", views.ready, name="organisation"),
    path("notifications/<int:year>/<int:number>", views.ready, name="notification"),
    path("health", views.ready),
]
