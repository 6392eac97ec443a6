"""The course's small helper package: exercises that check themselves, data, drawing and commands."""
