"""Many agreements: found, reviewed in worker processes, kept in a store, and asked about as a whole."""
