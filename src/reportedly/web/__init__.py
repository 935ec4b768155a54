"""The ledger in a browser: pages and a JSON API, thin over its views."""

__all__: list[str] = []
