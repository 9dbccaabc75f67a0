"""Drawing a sample."""


def draw(check_id: int) -> None: ...
