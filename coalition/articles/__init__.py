"""News, stories, reports and guides with their sources, about organisations, forums and memoranda, and the consent of people in them."""
