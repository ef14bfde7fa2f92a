"""Letters: written in the transaction of the act they tell of, sent after it, erased once sent."""
