"""Networks: organisations with members through time, and which texts a network was asked to sign as a whole."""
