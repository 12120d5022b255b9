"""The closed set of operators: each is one small class that knows its exact comparison and its wording."""
