"""How answers are judged: exercises, trials of a learner's code, networks, the quiz, what is remembered."""
