"""Connected components, fed bit by bit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable

K = TypeVar("K", bound="Hashable")


class Components(Generic[K]):
    """
    A disjoint-set forest (union by size, path halving): near-constant time per operation.

    Which member represents a component is an accident of order; callers derive nothing from it.
    """

    __slots__ = ("_parents", "_sizes")

    def __init__(self) -> None:
        self._parents: dict[K, K] = {}
        self._sizes: dict[K, int] = {}

    def find(self, key: K) -> K:
        """Return the representative of the key's component; a new key is a component of its own."""
        parents = self._parents
        parent = parents.setdefault(key, key)
        while parent != key:
            grandparent = parents[parent]
            parents[key] = grandparent
            key, parent = parent, grandparent
        return key

    def union(self, first: K, second: K) -> tuple[K, K | None]:
        """
        Join the components of two keys.

        Returns:
            The representative that stays, and the one that was lost (`None` if they were one).
        """
        kept, lost = self.find(first), self.find(second)
        if kept == lost:
            return kept, None
        sizes = self._sizes
        kept_size, lost_size = sizes.get(kept, 1), sizes.pop(lost, 1)
        if kept_size < lost_size:
            kept, lost = lost, kept
            sizes.pop(lost, None)
        sizes[kept] = kept_size + lost_size
        self._parents[lost] = kept
        return kept, lost
