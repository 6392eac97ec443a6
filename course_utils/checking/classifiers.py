"""A small classifier that checks give to learners' code; no line of it is ever shown as theirs."""

from __future__ import annotations

import numpy as np


class NearestNeighbours:
    """A classifier of two classes, quick on a few rows, with the methods of scikit-learn's.

    Two that ask equally many neighbours are equal if they learned from the same rows, or one of them has not
    learned yet, so that fitting one is no change of the input that an exercise gives.
    """

    def __init__(self, n_neighbors: int):
        self.n_neighbors = n_neighbors

    def __repr__(self) -> str:
        return f"NearestNeighbours({self.n_neighbors})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NearestNeighbours) or self.n_neighbors != other.n_neighbors:
            return False
        return not (self.is_fitted and other.is_fitted) or np.array_equal(self.features_, other.features_)

    def __hash__(self) -> int:
        return hash(self.n_neighbors)

    @property
    def is_fitted(self) -> bool:
        return hasattr(self, "features_")

    def get_params(self, deep: bool = True) -> dict[str, int]:
        return {"n_neighbors": self.n_neighbors}

    def set_params(self, n_neighbors: int) -> NearestNeighbours:
        self.n_neighbors = n_neighbors
        return self

    def fit(self, features: object, labels: object) -> NearestNeighbours:
        self.features_, self.labels_ = _of_one_length(features, labels)
        return self

    def predict(self, features: object) -> np.ndarray:
        if not self.is_fitted:
            from sklearn.exceptions import NotFittedError

            raise NotFittedError(f"this {self!r} is not fitted yet. Call 'fit' first.")
        distances = ((np.asarray(features)[:, np.newaxis] - self.features_) ** 2).sum(axis=-1)
        nearest = distances.argsort(axis=1, kind="stable")[:, : self.n_neighbors]
        return (self.labels_[nearest].mean(axis=1) > 0.5).astype(int)

    def score(self, features: object, labels: object) -> float:
        features, labels = _of_one_length(features, labels)
        return float(np.mean(self.predict(features) == labels))


def _of_one_length(features: object, labels: object) -> tuple[np.ndarray, np.ndarray]:
    features, labels = np.asarray(features), np.asarray(labels)
    if len(features) != len(labels):
        counts = [len(features), len(labels)]
        raise ValueError(f"Found input variables with inconsistent numbers of samples: {counts}")
    return features, labels
