"""What the desk says of each step of a memorandum that cannot be undone."""

from __future__ import annotations

from coalition.desk.final_steps import FinalStep
from coalition.languages import Message
from coalition.memoranda.actions import Action

_ANNOUNCED = Message("If the memorandum is public, this is announced by a notification, and a notification is never taken back.")

OPENING = FinalStep(
    Message("Open it for signature"),
    [Message("Organisations that you invite can sign from the first day to the end of the last one (UTC).")],
    Message("It cannot be made unopened: you can extend it or close it. What becomes public cannot be made unread."),
    Message("Open it for signature"),
    [Action.OPEN],
)
PUBLICATION = FinalStep(
    Message("Publish it"),
    [Message("Everybody can read the text and the public list of signatories from now on, and a notification announces it.")],
    Message("What was once public cannot be made unread."),
    Message("Publish it and show this to everybody"),
    [Action.PUBLISH],
)
EXTENSION = FinalStep(
    Message("Extend the time for signature"),
    [Message("The last day moves to a later one. You can still close it at any time.")],
    _ANNOUNCED,
    Message("Extend"),
    [Action.EXTEND],
)
FIRST_LAST_DAY = FinalStep(
    Message("Set a last day for signature"),
    [
        Message("After the last day nobody can sign or support it any more. Until then you can move that day to a later one."),
        Message("Private links that were sent before end with that day too, if they do not end earlier."),
    ],
    _ANNOUNCED,
    Message("Set the last day"),
    [Action.EXTEND],
)
CLOSING = FinalStep(
    Message("Close it for signature"),
    [Message("From this moment nobody can sign or support it any more. Signatures stay.")],
    Message("It cannot be opened for signature again. If it is public, the closing is announced."),
    Message("Close it for signature"),
    [Action.CLOSE],
)
END_OF_ACCESSION = FinalStep(
    Message("End accession"),
    [Message("From this moment nobody can join any more.")],
    Message("It cannot be opened again. If it is public, this is announced."),
    Message("End accession"),
    [Action.END_ACCESSION],
)
ACCESSION = FinalStep(
    Message("Open it for accession"),
    [Message("Organisations that you invite can then join what the others have signed, until you close it again.")],
    _ANNOUNCED,
    Message("Open it for accession"),
    [Action.OPEN_FOR_ACCESSION],
)
TERMINATION = FinalStep(
    Message("Terminate the memorandum"),
    [
        Message(
            "It then binds nobody any more and nobody can sign it; what was signed stays on record. "
            "The public page says so at the top, with the reason."
        )
    ],
    Message("Nothing brings it back into force."),
    Message("Terminate"),
    [Action.TERMINATE],
)
GIVING_UP = FinalStep(
    Message("Delete the draft"),
    [Message("The present edition stays as it is.")],
    Message("What was written for the new edition is gone."),
    Message("Delete the draft"),
    [Action.GIVE_UP_EDITION],
)
PROPOSAL = FinalStep(
    Message("Propose the correction"),
    [
        Message("Every party gets a letter at once, and the public page shows the old and the new text."),
        Message("Until it is decided you can withdraw it; every party then gets a second letter."),
    ],
    Message("The letters cannot be called back, and the proposal stays on record."),
    Message("Propose the correction"),
    [Action.CORRECT],
)
PAST_CORRECTION = FinalStep(
    Message("Enter a correction of the past"),
    [Message("It holds at once; nobody gets a letter.")],
    Message("The corrected text gets a new digest. Only another correction changes it again."),
    Message("Enter it"),
    [Action.CORRECT],
)
DECISION = FinalStep(
    Message("Decide the correction"),
    [Message("With an objection it fails; without any the corrected text holds from the beginning. Every party gets a letter.")],
    Message("The decision is final, and the letters cannot be called back."),
    Message("Decide it"),
)
WITHDRAWN_PROPOSAL = FinalStep(
    Message("Withdraw the correction"),
    [
        Message(
            "The proposal stays readable, marked as withdrawn; the text stays as it is. "
            "Everybody reads that it was withdrawn, and every party gets a letter."
        )
    ],
    Message("It is not decided any more. Propose it anew to take it up again."),
    Message("Withdraw the correction"),
)
ANNULMENT = FinalStep(
    Message("Annul the act"),
    [
        Message(
            "For an act that was forged, made without mandate, or entered by mistake. The line stays in brackets with the ground, unless that "
            "would bring somebody into danger."
        )
    ],
    Message("An annulment is never taken back; the organisation can sign again if it is invited again."),
    Message("Annul the act"),
)
ANNULMENTS = FinalStep(
    Message("Annul several acts"),
    [Message("Each act of the list is annulled with the ground that you chose.")],
    Message("An annulment is never taken back; the organisation can sign again if it is invited again."),
    Message("Annul them all"),
)
ERASURE = FinalStep(
    Message("Forget the persons"),
    [
        Message("The names and reasons behind these acts, and what was noted of their mandate, are deleted. The acts stay."),
        Message("Names, reasons and comments in the rounds of the draft are deleted too. What was answered stays."),
    ],
    Message("Nobody can bring back who they were. Do it if they asked for it, or may no longer be known."),
    Message("Forget the persons"),
)
STATEMENT = FinalStep(
    Message("Record the statement"),
    [
        Message(
            "It stands on record with its number, under the name of the party. If that name is public, everybody reads it at once; unless it is "
            "a record of the past, a notification announces it."
        )
    ],
    Message("A statement on record cannot be changed or taken out. If the party withdraws it, it stays readable, struck through."),
    Message("Record the statement"),
)
OBJECTION = FinalStep(
    Message("Record the objection"),
    [Message("The correction fails if one objection stands when it is decided. Only the coordinators see whose it is.")],
    Message("Only the party itself can take it back, with its private link, and only before the correction is decided."),
    Message("Record the objection"),
)
ASSURANCE = FinalStep(
    Message("Answer the question"),
    [Message("The act stands, and the public page does not say any more that it is to be verified.")],
    Message("The answer stays on record. If it was wrong, the act can still be annulled."),
    Message("The act is good"),
)
EVIDENCE = FinalStep(
    Message("Record the evidence"),
    [Message("Everybody who can read the act reads that evidence of the mandate was seen; what it is, only the coordinators read.")],
    Message("What was recorded cannot be changed or taken out; it goes only if the persons are forgotten."),
    Message("Record the evidence"),
)
REVOCATION = FinalStep(
    Message("Take back the invitation"),
    [Message("Its link opens nothing from this moment. The organisation can be invited again, with a new link.")],
    Message("The link that was sent never works again."),
    Message("Take back the invitation"),
)
STATEMENT_WITHDRAWAL = FinalStep(
    Message("Record its withdrawal"),
    [
        Message("The statement stays readable, struck through, with this date."),
        Message("Of a part that is withdrawn the earlier text stays readable too."),
    ],
    Message("A withdrawal stays on record: the party would have to make the statement anew."),
    Message("Record its withdrawal"),
)
