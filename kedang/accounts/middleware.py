"""What stands between sign-in and the pages: the set-up wizard and the security profile."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]
