from django.apps import AppConfig


class TeamworkConfig(AppConfig):
    name = "kedang.teamwork"
    label = "teamwork"
