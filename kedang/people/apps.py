from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "kedang.people"
    label = "people"
