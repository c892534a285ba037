"""What can go wrong, in the words of the house; the web turns each into a page."""


class AppError(Exception):
    """Something a person can be told about: a status and the catalog key of the sentence."""

    status = 400

    def __init__(self, key: str, **values: object) -> None:
        self.key = key
        self.values = values
        super().__init__(key)


class NotFound(AppError):
    """It does not exist, or it is not hers: the two are told apart by nobody."""

    status = 404

    def __init__(self) -> None:
        super().__init__("web.errors.not_found")


class Conflict(AppError):
    """The request was understood but cannot be done in the present state."""

    status = 409


class TooMany(AppError):
    """Too many attempts; `seconds` says how long to wait."""

    status = 429

    def __init__(self, key: str, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(key, seconds=seconds)


class SignedOut(AppError):
    """Nobody is signed in, or the session has ended."""

    status = 401

    def __init__(self) -> None:
        super().__init__("web.errors.signed_out")


class SecondLookNeeded(AppError):
    """Who is signed in has to show again that it is she, before this is done."""

    status = 401

    def __init__(self) -> None:
        super().__init__("web.errors.second_look")


class TwoFactorsNeeded(AppError):
    """This account may go on only when it signs in with two factors, or with a passkey."""

    status = 403

    def __init__(self) -> None:
        super().__init__("web.errors.two_factors")


class InTheBin(AppError):
    """All that is this account's waits to be erased: nothing but taking it back is open."""

    status = 403

    def __init__(self) -> None:
        super().__init__("web.errors.in_bin")


class CannotStart(Exception):
    """Something outside the program stands in its way; the text says what, and how to mend it."""
