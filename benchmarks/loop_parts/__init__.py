"""The parts of the loop: what teams answer, their phones, what was entered, what is checked."""
