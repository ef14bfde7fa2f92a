"""The page that the letter of an appeal leads to: updates, the text and the questions, so that the second page signs."""
