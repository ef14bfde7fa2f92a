"""From the private link to the text; handing the invitation over, declining."""
