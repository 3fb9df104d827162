"""What the desk cannot do, said in the reviewer's language."""

from __future__ import annotations


class RefusedError(Exception):
    """An action that was not taken, and why, in Chinese and English. ``code`` names it for the page."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        self.code, self.zh, self.en = code, zh, en
        super().__init__(en)

    def record(self) -> dict[str, str]:
        """Return the refusal as the page reads it."""
        return {"error": self.code, "zh": self.zh, "en": self.en}
