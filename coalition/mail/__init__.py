"""Letters: written in the transaction of the operation, sent by a job after it, erased when sent."""
