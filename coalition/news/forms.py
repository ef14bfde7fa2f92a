"""The form of the letters about what happened."""

from __future__ import annotations

from coalition.fields import Form
from coalition.languages import Message
from coalition.news.tables import NewsRhythm


class NewsForm(Form):
    """How often letters come."""

    missing = {"rhythm": Message("Choose how often letters come.")}

    rhythm: NewsRhythm
