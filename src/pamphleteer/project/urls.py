from django.urls import include, path
from wagtail.admin import urls as desk

urlpatterns = [path("desk/", include(desk))]
