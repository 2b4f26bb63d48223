"""Examples for every shape: data that conforms, and what each broken copy must yield."""
