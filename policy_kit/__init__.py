"""policy_kit: write, check and publish a school's attendance policy (England)."""

__version__ = "0.1.0"
