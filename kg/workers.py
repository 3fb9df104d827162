"""Cases over several processes: the same pure function on each, the results in the order of the cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

_CHUNK: Final = 32
"""So many cases go to a worker at once."""

_state: dict[str, Any] = {}


def over(
    items: Iterable[Any], prepare: Callable[..., Callable[[Any], Any]], arguments: tuple[Any, ...], workers: int
) -> list[Any]:
    """Return ``prepare(*arguments)(item)`` for every item, in order; each worker prepares once.

    With one worker nothing leaves this process. Raises what the function raises. Raises `ValueError`
    for fewer than one worker.

    >>> over([1, 2, 3], lambda plus: lambda item: item + plus, (10,), 1)
    [11, 12, 13]
    """
    if workers < 1:
        raise ValueError(f"--workers {workers}: at least one is needed")
    if workers == 1:
        function = prepare(*arguments)
        return [function(item) for item in items]
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(workers, initializer=_start, initargs=(prepare, arguments)) as pool:
        return list(pool.map(_run, items, chunksize=_CHUNK))


def _start(prepare: Callable[..., Callable[[Any], Any]], arguments: tuple[Any, ...]) -> None:
    _state["function"] = prepare(*arguments)


def _run(item: Any) -> Any:
    return _state["function"](item)
