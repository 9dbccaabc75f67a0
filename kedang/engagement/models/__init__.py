from kedang.engagement.models.campaign import Campaign, Recipient
from kedang.engagement.models.complaint import Complaint
from kedang.engagement.models.knock import Knock
from kedang.engagement.models.permission import Channel, Permission
from kedang.engagement.models.survey import Invitation, Rating, Survey, SurveyLink

__all__ = [
    "Campaign",
    "Channel",
    "Complaint",
    "Invitation",
    "Knock",
    "Permission",
    "Rating",
    "Recipient",
    "Survey",
    "SurveyLink",
]
