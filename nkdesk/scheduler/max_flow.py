"""The smallest cut of a network, by the largest flow through it.

Source: Dinic 1970, flow along shortest paths, level by level.
"""

from collections.abc import Mapping

SOURCE = 0
SINK = 1


class Network:
    """A network of ``count`` nodes; ``capacities`` maps (from, to) to what may flow there."""

    def __init__(self, count: int, capacities: Mapping[tuple[int, int], int]) -> None:
        self.head: list[int] = []
        self.left: list[int] = []
        self.out: list[list[int]] = [[] for _ in range(count)]
        for (first, last), capacity in capacities.items():
            self._add(first, last, capacity, capacities.get((last, first), 0))

    def _add(self, first: int, last: int, capacity: int, back: int) -> None:
        if back and first > last:
            return
        for start, end, size in ((first, last, capacity), (last, first, back)):
            self.out[start].append(len(self.head))
            self.head.append(end)
            self.left.append(size)

    def cut(self, limit: int) -> tuple[int, list[bool]] | None:
        """Return the smallest cut and the nodes on the source's side; None from ``limit`` on.

        Of all smallest cuts it is the one with the fewest nodes on that side.
        """
        flow = 0
        while True:
            levels = self._levels()
            if levels[SINK] < 0:
                return flow, [level >= 0 for level in levels]
            at = [0] * len(self.out)
            while (more := self._pushed(levels, at)) > 0:
                flow += more
                if flow >= limit:
                    return None

    def _levels(self) -> list[int]:
        """Return how many steps each node is from the source; -1 where no flow gets to."""
        levels = [-1] * len(self.out)
        levels[SOURCE] = 0
        reached = [SOURCE]
        for node in reached:
            for edge in self.out[node]:
                end = self.head[edge]
                if levels[end] < 0 and self.left[edge]:
                    levels[end] = levels[node] + 1
                    reached.append(end)
        return levels

    def _pushed(self, levels: list[int], at: list[int]) -> int:
        """Push flow along one shortest path; ``at`` remembers the edges found of no use."""
        path: list[int] = []
        node = SOURCE
        while node != SINK:
            edge = self._next(node, levels, at)
            if edge is not None:
                path.append(edge)
                node = self.head[edge]
            elif path:
                node = self.head[path.pop() ^ 1]
                at[node] += 1
            else:
                return 0
        size = min(self.left[edge] for edge in path)
        for edge in path:
            self.left[edge] -= size
            self.left[edge ^ 1] += size
        return size

    def _next(self, node: int, levels: list[int], at: list[int]) -> int | None:
        out, deeper = self.out[node], levels[node] + 1
        while at[node] < len(out):
            edge = out[at[node]]
            if self.left[edge] and levels[self.head[edge]] == deeper:
                return edge
            at[node] += 1
        return None
