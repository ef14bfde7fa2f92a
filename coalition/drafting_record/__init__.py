"""What everybody reads of the work on a text: the proposals that their authors agreed to show, published by a person after the adoption."""
