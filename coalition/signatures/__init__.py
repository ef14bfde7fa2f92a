"""Acts on signatures: signing, confirming, withdrawing, annulling, recording on behalf of an organisation, and changing disclosure."""
