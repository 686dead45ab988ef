"""How the sandbox says no to the program that calls it; nobody reads these on a page."""


class SandboxError(Exception):
    """The sandbox did not do what it was asked."""


class KeyReused(SandboxError):
    """The key was used before, for another amount."""


class TimedOut(SandboxError):
    """No answer came in time. What was asked may have been done all the same."""


class BrokeDown(SandboxError):
    """The answer is an error. What was asked may have been done all the same."""


class ChargeUnknown(SandboxError):
    """There is no charge with this key."""


class TransferUnknown(SandboxError):
    """The bank sent nothing with this key."""


class RefundTooMuch(SandboxError):
    """More than was captured and not given back yet, or nothing was captured."""


class DisputeTooMuch(SandboxError):
    """More than is left of a charge, or nothing was captured."""


class DisputeUnknown(SandboxError):
    """There is no dispute with this id."""


class SignatureWrong(SandboxError):
    """A message that the sandbox did not sign, or signed too long ago."""
